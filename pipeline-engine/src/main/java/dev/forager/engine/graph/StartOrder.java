// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ComponentKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which nodes start: exporters, then every processor and connector after all that it
 * sends to, then receivers. Backwards it is the order in which they stop, each draining into the
 * next.
 */
final class StartOrder {
    private final Map<Node, Set<Node>> successors;
    private final Set<Node> done = new LinkedHashSet<>();
    private final Deque<Node> path = new ArrayDeque<>();

    private StartOrder(Map<Node, Set<Node>> successors) {
        this.successors = successors;
    }

    /**
     * The order.
     *
     * @throws BuildException when telemetry would go in a circle
     */
    static List<Node> of(Plan plan) throws BuildException {
        var order = new StartOrder(plan.successors());
        order.done.addAll(plan.exporters());
        for (Node node : order.successors.keySet()) {
            order.visit(node);
        }
        var nodes = new ArrayList<>(order.done);
        nodes.addAll(plan.receivers());
        return nodes;
    }

    private void visit(Node node) throws BuildException {
        if (done.contains(node)) {
            return;
        }
        if (path.contains(node)) {
            throw cycle(node);
        }
        path.addLast(node);
        for (Node next : successors.getOrDefault(node, Set.of())) {
            visit(next);
        }
        path.removeLast();
        done.add(node);
    }

    /** Names the circle from one of its connectors, of which there is always one. */
    private BuildException cycle(Node start) {
        var nodes = new ArrayList<>(path);
        List<Node> circle = nodes.subList(nodes.indexOf(start), nodes.size());
        int connector = 0;
        while (!(circle.get(connector) instanceof Node.Connector)) {
            connector++;
        }
        var turned = new ArrayList<>(circle.subList(connector, circle.size()));
        turned.addAll(circle.subList(0, connector));
        turned.add(turned.getFirst());
        return BuildException.ofPipelines(
                "cycle detected: "
                        + String.join(" -> ", turned.stream().map(Node::toString).toList()),
                new Culprit(ComponentKind.CONNECTOR, turned.getFirst().id()));
    }
}
