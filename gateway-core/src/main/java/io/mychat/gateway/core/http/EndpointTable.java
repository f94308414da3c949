package io.mychat.gateway.core.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The endpoints by path and method. Immutable. */
final class EndpointTable {

    /** The last segment of a path that stands for any text. */
    private static final String PARAMETER = "{id}";

    private final Map<String, Map<String, Endpoint>> byPath = new TreeMap<>();

    EndpointTable(List<EndpointGroup> groups) {
        for (EndpointGroup group : groups) {
            for (Endpoint endpoint : group.endpoints()) {
                Endpoint other = byPath.computeIfAbsent(endpoint.path(), path -> new TreeMap<>())
                        .putIfAbsent(endpoint.method(), endpoint);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "two endpoints for " + endpoint.method() + " " + endpoint.path());
                }
            }
        }
    }

    /** The endpoints of a resource by method; empty when it does not exist. */
    private Map<String, Endpoint> methods(String path) {
        Map<String, Endpoint> exact = byPath.get(path);
        if (exact != null) {
            return exact;
        }
        int last = path.lastIndexOf('/') + 1;
        return last == path.length() ? Map.of() : byPath.getOrDefault(path.substring(0, last) + PARAMETER, Map.of());
    }

    /** All endpoints, sorted by path and method. */
    List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        byPath.values().forEach(methods -> all.addAll(methods.values()));
        return all;
    }

    /** The {@code Allow} header of a resource; empty when the resource does not exist. */
    Optional<String> allow(String path) {
        Map<String, Endpoint> methods = methods(path);
        if (methods.isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = new TreeSet<>(methods.keySet());
        Endpoint get = methods.get("GET");
        if (get != null && get.stream().isEmpty()) {
            names.add("HEAD");
        }
        names.add("OPTIONS");
        return Optional.of(String.join(", ", names));
    }

    /**
     * Finds the endpoint of a request.
     *
     * @throws ApiError 404 or 405
     */
    Endpoint find(String method, String path) throws ApiError {
        String allow = allow(path).orElseThrow(ApiError::notFound);
        Endpoint endpoint = methods(path).get(method.equals("HEAD") ? "GET" : method);
        if (endpoint == null) {
            throw ApiError.methodNotAllowed(allow);
        }
        return endpoint;
    }
}
