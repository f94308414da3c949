package io.mychat.gateway.architecture;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * A package of a main source tree.
 *
 * @param module the directory of the module
 * @param root the shortest package name of the module
 * @param imports packages of this project, filled by {@link SourceTree}
 */
record SourcePackage(Path module, String root, String name, Path directory, Set<String> imports)
        implements Comparable<SourcePackage> {

    SourcePackage(Path module, String root, String name, Path directory) {
        this(module, root, name, directory, new TreeSet<>());
    }

    /** How Javadoc in package {@code from} names this one: within a module by its short name, else by its module. */
    String labelIn(SourcePackage from) {
        return from.module.equals(module)
                ? "{@code " + shortName() + "}"
                : module.getFileName().toString();
    }

    private String shortName() {
        return name.equals(root) ? name.substring(name.lastIndexOf('.') + 1) : name.substring(root.length() + 1);
    }

    @Override
    public int compareTo(SourcePackage other) {
        return name.compareTo(other.name);
    }
}
