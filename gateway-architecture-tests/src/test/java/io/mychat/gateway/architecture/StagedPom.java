package io.mychat.gateway.architecture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A POM as users get it. */
record StagedPom(Element project) {

    private static final List<String> REQUIRED = List.of(
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection",
            "scm/url");
    /** Of this build, and none of a user's business. */
    private static final List<String> FORBIDDEN =
            List.of("parent", "build", "profiles", "properties", "repositories", "pluginRepositories");

    static StagedPom read(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new StagedPom(
                    factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
        } catch (ParserConfigurationException | SAXException problem) {
            throw new IOException(file + " is no POM", problem);
        }
    }

    String artifactId() {
        return text(project, "artifactId");
    }

    String version() {
        return text(project, "version");
    }

    boolean isJar() {
        String packaging = text(project, "packaging");
        return packaging.isEmpty() || packaging.equals("jar");
    }

    /** The directory of a repository that it belongs into. */
    String place() {
        return text(project, "groupId").replace('.', '/') + "/" + artifactId() + "/" + version();
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        REQUIRED.stream().filter(path -> text(project, path).isEmpty()).forEach(path -> faults.add("has no " + path));
        FORBIDDEN.stream().filter(name -> child(project, name).isPresent()).forEach(name -> faults.add("has " + name));
        if (version().endsWith("-SNAPSHOT")) {
            faults.add("is a snapshot");
        }
        nodes(project.getElementsByTagName("dependency"))
                .forEach(dependency -> checkDependency((Element) dependency, faults));
        return faults;
    }

    private void checkDependency(Element dependency, List<String> faults) {
        String name = text(dependency, "artifactId");
        String version = text(dependency, "version").replace("${project.version}", version());
        if (version.isEmpty() || version.contains("${") || version.endsWith("-SNAPSHOT")) {
            faults.add("depends on " + name + " in the version '" + version + "'");
        }
        String scope = text(dependency, "scope");
        if (scope.equals("test") || scope.equals("system")) {
            faults.add("depends on " + name + " in the scope " + scope);
        }
    }

    private static String text(Element from, String path) {
        Optional<Element> element = Optional.of(from);
        for (String name : path.split("/", -1)) {
            element = element.flatMap(parent -> child(parent, name));
        }
        return element.map(found -> found.getTextContent().strip()).orElse("");
    }

    private static Optional<Element> child(Element from, String name) {
        return nodes(from.getChildNodes())
                .filter(node ->
                        node instanceof Element element && element.getTagName().equals(name))
                .findFirst()
                .map(Element.class::cast);
    }

    private static Stream<Node> nodes(NodeList list) {
        return IntStream.range(0, list.getLength()).mapToObj(list::item);
    }
}
