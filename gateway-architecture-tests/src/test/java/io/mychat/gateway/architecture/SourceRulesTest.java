package io.mychat.gateway.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What holds in every class. The examples are not looked at: a program may write to its terminal. */
@AnalyzeClasses(packages = Production.ROOT, importOptions = Production.class)
class SourceRulesTest {

    @ArchTest
    static final ArchRule nothingWritesToTheTerminal = noClasses().should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule nothingPrintsStackTraces =
            noClasses().should().callMethodWhere(target(name("printStackTrace")));
}
