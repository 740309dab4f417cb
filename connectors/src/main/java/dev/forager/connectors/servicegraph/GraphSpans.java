// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.servicegraph;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.Span;
import dev.forager.pdata.StatusCode;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down on an edge what a span of either side knows. Immutable. */
final class GraphSpans {
    static final String MESSAGING = "messaging_system";
    private static final String DATABASE = "database";

    private final List<Key> dimensions;
    private final List<Key> databases;
    private final List<Key> peers;
    private final boolean hasVirtualNodes;
    private final double unitNanos;

    GraphSpans(ServiceGraphConnectorConfig config, boolean hasVirtualNodes, double unitNanos) {
        dimensions = config.dimensions().stream().map(Key::of).toList();
        databases = config.databaseNames().stream().map(Key::of).toList();
        peers = config.virtualNodePeerAttributes().stream().map(Key::of).toList();
        this.hasVirtualNodes = hasVirtualNodes;
        this.unitNanos = unitNanos;
    }

    /** The caller's side. A call of a database is complete with it. */
    void addClient(Edge edge, Span span, Attributes resource, String service, String type) {
        edge.type = type;
        edge.client = service;
        edge.clientDuration = duration(span);
        addCommon(edge, span, resource, "client_");
        String peer = hasVirtualNodes ? first(peers, List.of(span.attributes())) : null;
        edge.peer = peer == null ? edge.peer : peer;
        String database = first(databases, List.of(resource, span.attributes()));
        if (database != null) {
            edge.type = DATABASE;
            edge.server = database;
            edge.serverDuration = duration(span);
        }
    }

    /** The side that was called. */
    void addServer(Edge edge, Span span, Attributes resource, String service, String type) {
        edge.type = type;
        edge.server = service;
        edge.serverDuration = duration(span);
        addCommon(edge, span, resource, "server_");
    }

    private void addCommon(Edge edge, Span span, Attributes resource, String prefix) {
        edge.isFailed |= span.hasStatus() && span.status().code() == StatusCode.ERROR;
        for (Key each : dimensions) {
            String value = first(List.of(each), List.of(resource, span.attributes()));
            if (value != null) {
                edge.dimensions.put(prefix + each.name(), value);
            }
        }
    }

    private static @Nullable String first(List<Key> names, List<Attributes> sources) {
        for (Key name : names) {
            for (Attributes source : sources) {
                Value value = source.get(name);
                if (value != null) {
                    return ValueText.of(value);
                }
            }
        }
        return null;
    }

    /** 0 where the end is not after the start. */
    private double duration(Span span) {
        long nanos = span.endTimeUnixNano() - span.startTimeUnixNano();
        return Math.max(0, nanos) / unitNanos;
    }
}
