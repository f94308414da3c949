package io.mychat.gateway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** Who may see whom. */
@AnalyzeClasses(packages = Production.ROOT, importOptions = Production.class)
class ModuleRulesTest {

    private static final String SHARED = Production.ROOT + ".transport.common..";

    @ArchTest
    static final ArchRule theSpiSeesTheJdkOnly = classes()
            .that()
            .resideInAPackage(Production.ROOT + ".spi..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    Production.ROOT + ".spi..",
                    "java..",
                    "javax.crypto..",
                    "javax.net..",
                    "org.jspecify.annotations..");

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
    static void noAdapterSeesAnother(JavaClasses classes) {
        for (String adapter : Production.ADAPTERS) {
            noClasses()
                    .that()
                    .resideInAPackage(adapter)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(Stream.of(Production.ADAPTERS)
                            .filter(other -> !other.equals(adapter))
                            .toArray(String[]::new))
                    .check(classes);
        }
    }

    @ArchTest
    static void theRoomsOfAnAdapterAreFreeOfCycles(JavaClasses classes) {
        for (String adapter : Production.ADAPTERS) {
            slices().matching(adapter.replace("..", ".(*).."))
                    .should()
                    .beFreeOfCycles()
                    // An adapter may be one room.
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule transportsDoNotSeeEachOther = slices().matching(Production.ROOT + ".transport.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage(SHARED));

    /** What docs/adr/0075-tls-by-boringssl.md makes optional. */
    private static final String BORINGSSL = Production.ROOT + ".transport.common.tls.boringssl..";

    /** The exception of docs/adr/0071-transport-on-the-jdk.md. */
    @ArchTest
    static final ArchRule whatTransportsShareSeesTheSpiAndTheJdkOnly = classes()
            .that()
            .resideInAPackage(SHARED)
            .and()
            .resideOutsideOfPackage(BORINGSSL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    SHARED,
                    Production.ROOT + ".spi..",
                    "java..",
                    "javax.net..",
                    "javax.security..",
                    "org.jspecify.annotations..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule onlyOnePackageSeesNetty = noClasses()
            .that()
            .resideInAPackage(SHARED)
            .and()
            .resideOutsideOfPackage(BORINGSSL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule onlyTransportsSeeWhatTheyShare = noClasses()
            .that()
            .resideOutsideOfPackage(Production.ROOT + ".transport..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SHARED);

    /** The exception of docs/adr/0059-host-endpoints.md: what is on a transport's port sees what the transport offers for it. */
    @ArchTest
    static final ArchRule theEndpointsOfAHostSeeTheSpiAndTheirTransportsOffer = classes()
            .that()
            .resideInAPackage(Production.ROOT + ".tyrus..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage(Production.ROOT + ".tyrus..")
                    .or(resideInAPackage(Production.ROOT + ".spi.."))
                    .or(resideInAPackage(Production.ROOT + ".transport.undertow"))
                    .or(resideOutsideOfPackage(Production.ROOT + "..")));

    @ArchTest
    static final ArchRule nobodySeesTheEndpointsOfAHost = noClasses()
            .that()
            .resideOutsideOfPackage(Production.ROOT + ".tyrus..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Production.ROOT + ".tyrus..");

    @ArchTest
    static final ArchRule onlyTheSupportOfTestsSeesTheTestkit = noClasses()
            .that()
            .resideOutsideOfPackages(
                    Production.ROOT + ".testkit..", Production.ROOT + ".test..", Production.ROOT + ".spring.test..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Production.ROOT + ".testkit..");

    @ArchTest
    static final ArchRule nobodySeesTheSupportOfTests = noClasses()
            .that()
            .resideOutsideOfPackages(Production.ROOT + ".test..", Production.ROOT + ".spring.test..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Production.ROOT + ".test..");

    @ArchTest
    static final ArchRule theSupportOfTestsSeesNoAdapter = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".test..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Production.ADAPTERS);

    @ArchTest
    static final ArchRule theTestkitSeesTheSpiOnly = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Stream.concat(Stream.of(Production.ROOT + ".core.."), Stream.of(Production.ADAPTERS))
                    .toArray(String[]::new));

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
    static final ArchRule theConfigurationDoesNotSeeItsReaders = noClasses()
            .that()
            .resideInAPackage(Production.ROOT + ".core.config")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Production.ROOT + ".core.config.json", Production.ROOT + ".core.config.reading");

    @ArchTest
    static final ArchRule theReadersOfTheConfigurationAreFreeOfCycles =
            slices().matching(Production.ROOT + ".core.config.(*)..").should().beFreeOfCycles();

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
    static void theRoomsOfATransportAreFreeOfCycles(JavaClasses classes) {
        for (String transport : List.of("common", "nio", "undertow")) {
            slices().matching(Production.ROOT + ".transport." + transport + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(classes);
        }
    }
}
