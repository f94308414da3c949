package io.mychat.gateway.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Clients see the JDK only; what a platform may lack stands in a room of its own, behind a port (docs/adr/0061-client-for-java.md). */
@AnalyzeClasses(
        packages = ClientRulesTest.CLIENT,
        importOptions = {Production.class, ImportOption.DoNotIncludeTests.class})
class ClientRulesTest {

    static final String CLIENT = Production.ROOT + ".client";

    private static final String NULLNESS = "org.jspecify.annotations..";

    @ArchTest
    static final ArchRule theClientSeesTheJdkOnly = classes()
            .that()
            .resideInAPackage(CLIENT + "..")
            .and()
            .resideOutsideOfPackage(CLIENT + ".jackson")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CLIENT + "..", "java..", NULLNESS);

    @ArchTest
    static final ArchRule theDefaultJsonSeesOneLibrary = classes()
            .that()
            .resideInAPackage(CLIENT + ".jackson")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    CLIENT + ".jackson", CLIENT + ".port", "java..", NULLNESS, "com.fasterxml.jackson.core..");

    @ArchTest
    static final ArchRule onlyTheDefaultNetworkIsMissingOnAndroid = noClasses()
            .that()
            .resideInAPackage(CLIENT + "..")
            .and()
            .resideOutsideOfPackage(CLIENT + ".jdk")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "java.lang.management..", "javax.naming..");

    @ArchTest
    static final ArchRule theDefaultsAreNamedInOnePlace = noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .and()
            .haveSimpleNameNotStartingWith("Defaults")
            .and()
            .haveSimpleNameNotStartingWith("Environment")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLIENT + ".jdk", CLIENT + ".jackson");

    @ArchTest
    static final ArchRule portsAndDataSeeNobody = classes()
            .that()
            .resideInAnyPackage(CLIENT + ".port", CLIENT + ".data")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CLIENT + ".port", CLIENT + ".data", "java..", NULLNESS);

    @ArchTest
    static final ArchRule itsRoomsAreFreeOfCycles =
            slices().matching(CLIENT + ".(*)..").should().beFreeOfCycles();
}
