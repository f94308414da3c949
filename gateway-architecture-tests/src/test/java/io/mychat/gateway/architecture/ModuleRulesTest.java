package io.mychat.gateway.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may see whom. */
@AnalyzeClasses(packages = Production.ROOT, importOptions = Production.class)
class ModuleRulesTest {

    @ArchTest
    static final ArchRule theSpiSeesTheJdkOnly = classes()
            .that()
            .resideInAPackage(Production.ROOT + ".spi..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(Production.ROOT + ".spi..", "java..", "javax.net..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule theCoreSeesNoAdapter = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Production.ADAPTERS);

    @ArchTest
    static final ArchRule adaptersSeeNotTheCore = noClasses()
            .that()
            .resideInAnyPackage(Production.ADAPTERS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Production.ROOT + ".core..");

    @ArchTest
    static final ArchRule authSeesNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".auth..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    Production.ROOT + ".transport..", Production.ROOT + ".backends..", Production.ROOT + ".redis..");

    @ArchTest
    static final ArchRule backendsSeeNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".backends..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    Production.ROOT + ".auth..", Production.ROOT + ".redis..", Production.ROOT + ".transport..");

    @ArchTest
    static final ArchRule theRoomsOfTheBackendsAreFreeOfCycles =
            slices().matching(Production.ROOT + ".backends.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule redisSeesNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    Production.ROOT + ".transport..", Production.ROOT + ".auth..", Production.ROOT + ".backends..");

    @ArchTest
    static final ArchRule theRoomsOfRedisAreFreeOfCycles =
            slices().matching(Production.ROOT + ".redis.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule transportsSeeNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    Production.ROOT + ".auth..", Production.ROOT + ".backends..", Production.ROOT + ".redis..");

    @ArchTest
    static final ArchRule transportsDoNotSeeEachOther = slices().matching(Production.ROOT + ".transport.(*)..")
            .should()
            .notDependOnEachOther()
            // There is one so far.
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodySeesTheTestkit = noClasses()
            .that()
            .resideOutsideOfPackage(Production.ROOT + ".testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Production.ROOT + ".testkit..");

    @ArchTest
    static final ArchRule theTestkitSeesTheSpiOnly = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    Production.ROOT + ".core..",
                    Production.ROOT + ".auth..",
                    Production.ROOT + ".backends..",
                    Production.ROOT + ".redis..",
                    Production.ROOT + ".transport..");

    @ArchTest
    static final ArchRule theRoomsOfTheCoreAreFreeOfCycles =
            slices().matching(Production.ROOT + ".core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theHttpApiSeesNoHandler = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".core.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Production.ROOT + ".core.handler..")
            .because("the two ways in share core.protocol, and neither leads through the other");

    @ArchTest
    static final ArchRule theRoomsOfTheSpiAreFreeOfCycles =
            slices().matching(Production.ROOT + ".spi.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noRoomSeesTheDoor = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".core.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Production.ROOT + ".core")
            .because("GatewayServer puts the rooms together, and no room knows it");

    @ArchTest
    static final ArchRule theRoomsOfATransportAreFreeOfCycles = slices().matching(
                    Production.ROOT + ".transport.undertow.(*)..")
            .should()
            .beFreeOfCycles();
}
