package io.mychat.gateway.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a user of the library compiles against: the SPI and the core's exported packages, as their module-info has them, the root
 * package of each adapter, and the testkit. None of them shows a type that users cannot see or that may change without notice.
 */
@AnalyzeClasses(packages = Production.ROOT, importOptions = Production.class)
class PublicSignaturesTest {

    private static final String[] OPEN = {
        Production.ROOT + ".spi..",
        Production.ROOT + ".core",
        Production.ROOT + ".core.archive",
        Production.ROOT + ".core.audit.chain",
        Production.ROOT + ".core.config",
        Production.ROOT + ".core.config.security",
        Production.ROOT + ".core.status"
    };
    private static final String[] OWN = {
        Production.ROOT + ".spi..",
        Production.ROOT + ".core",
        Production.ROOT + ".core.archive",
        Production.ROOT + ".core.audit.chain",
        Production.ROOT + ".core.config",
        Production.ROOT + ".core.config.security",
        Production.ROOT + ".core.status",
        "java..",
        "javax.net.."
    };

    @ArchTest
    static final ArchRule theyNameNoTypeOfALibrary = classes()
            .that()
            .resideInAnyPackage(OPEN)
            .should(new ArchCondition<>("have public signatures of the JDK and this project only") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    if (isReachable(item)) {
                        typesNamed(item, PublicSignaturesTest::isForeign)
                                .forEach(text -> events.add(SimpleConditionEvent.violated(item, text)));
                    }
                }
            });

    /** An adapter may name its own library. */
    @ArchTest
    static final ArchRule theyNameNoInternalType = classes()
            .that()
            .resideInAnyPackage(Production.API)
            .should(new ArchCondition<>("have no internal type in a public signature") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    if (isReachable(item)) {
                        // A superclass of the same package only shares code.
                        typesNamed(item, type -> isInternal(type) && !isSuperclassBeside(item, type))
                                .forEach(text -> events.add(SimpleConditionEvent.violated(item, text)));
                    }
                }
            });

    private static boolean isReachable(JavaClass type) {
        return isOpen(type.getModifiers())
                && type.getEnclosingClass()
                        .map(PublicSignaturesTest::isReachable)
                        .orElse(true);
    }

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Set<String> typesNamed(JavaClass type, Predicate<JavaClass> condition) {
        Set<String> found = new LinkedHashSet<>();
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
                .flatMap(parent -> parent.getAllInvolvedRawTypes().stream())
                .filter(condition)
                .forEach(named -> found.add(type.getName() + " is a " + named.getName()));
        for (JavaMember member : type.getMembers()) {
            if (isOpen(member.getModifiers())) {
                member.getAllInvolvedRawTypes().stream()
                        .filter(condition)
                        .forEach(named -> found.add(member.getFullName() + " names " + named.getName()));
                if (member instanceof JavaCodeUnit unit) {
                    unit.getThrowsClause().getTypes().stream()
                            .filter(condition)
                            .forEach(named -> found.add(member.getFullName() + " throws " + named.getName()));
                }
            }
        }
        return found;
    }

    private static boolean isSuperclassBeside(JavaClass type, JavaClass named) {
        return type.getRawSuperclass().filter(named::equals).isPresent()
                && type.getPackageName().equals(named.getPackageName());
    }

    /** Not public, or of a package that is not for users. */
    private static boolean isInternal(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        return element.getPackageName().startsWith(Production.ROOT)
                && !(isReachable(element) && resideInAnyPackage(Production.API).test(element));
    }

    private static boolean isForeign(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        return !element.isPrimitive() && !resideInAnyPackage(OWN).test(element);
    }
}
