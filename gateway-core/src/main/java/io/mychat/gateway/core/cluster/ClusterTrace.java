package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.tracelog.NodeTrace;
import java.util.List;
import java.util.Set;

/**
 * What the other nodes have recorded about a subject.
 *
 * @param missing nodes that live and have not answered in time
 * @param isComplete whether it is known which nodes live
 */
public record ClusterTrace(List<NodeTrace> nodes, Set<String> missing, boolean isComplete) {

    static final ClusterTrace ALONE = new ClusterTrace(List.of(), Set.of(), true);

    public ClusterTrace {
        nodes = List.copyOf(nodes);
        missing = Set.copyOf(missing);
    }
}
