package io.mychat.gateway.spring;

import java.util.HashSet;
import java.util.Set;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The types of all beans, asked once. A search for the beans of one type asks all of them again, and a gateway has some twenty
 * ports, most of them without a bean. Immutable.
 */
final class BeanTypes {

    private final Set<Class<?>> types = new HashSet<>();

    BeanTypes(ListableBeanFactory beans) {
        for (String name : BeanFactoryUtils.beanNamesIncludingAncestors(beans)) {
            Class<?> type = beans.getType(name);
            if (type != null) {
                types.add(type);
            }
        }
    }

    /** Whether there is a bean of this type. */
    boolean has(Class<?> wanted) {
        for (Class<?> type : types) {
            if (wanted.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }
}
