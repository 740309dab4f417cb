// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What travels beside telemetry through a pipeline: the peer, the deadline and, where the collector
 * traces itself, the span. Immutable.
 */
public final class Context {
    private static final Context BACKGROUND = new Context(ClientInfo.none(), null, null);

    private final ClientInfo client;
    private final @Nullable Deadline deadline;
    private final @Nullable SpanContext span;

    private Context(ClientInfo client, @Nullable Deadline deadline, @Nullable SpanContext span) {
        this.client = client;
        this.deadline = deadline;
        this.span = span;
    }

    /** No peer and no deadline. */
    public static Context background() {
        return BACKGROUND;
    }

    /** The context of a request. */
    public static Context of(ClientInfo client, @Nullable Deadline deadline) {
        return new Context(client, deadline, null);
    }

    /** The peer that sent the telemetry. */
    public ClientInfo client() {
        return client;
    }

    /**
     * When the sender stops waiting, from {@code grpc-timeout}, a server's or an exporter's
     * timeout.
     */
    public @Nullable Deadline deadline() {
        return deadline;
    }

    /** The same with a deadline that is the earlier of this one's and {@code limit}. */
    public Context withDeadline(Deadline limit) {
        return new Context(client, deadline == null ? limit : deadline.earlier(limit), span);
    }

    /**
     * As parent of a span of the collector's own: the span that this work is part of, no parent
     * where the collector does not trace itself.
     */
    public io.opentelemetry.context.Context spanParent() {
        var root = io.opentelemetry.context.Context.root();
        return span == null ? root : root.with(Span.wrap(span));
    }

    /** The same as part of this span of the collector's own. */
    public Context withSpan(SpanContext part) {
        return new Context(client, deadline, part);
    }

    /**
     * For telemetry that outlives its request in a queue: metadata and address kept, the rest
     * dropped.
     */
    public Context detached() {
        if (deadline == null && client.auth().attributes().isEmpty()) {
            return this;
        }
        return new Context(
                new ClientInfo(client.address(), AuthResult.none(), client.metadata()), null, span);
    }

    /** For a batch of several requests: just the metadata that all its members share. */
    public Context onlyMetadata(Collection<String> keys) {
        Metadata part = client.metadata().only(keys);
        return part.keys().isEmpty()
                ? BACKGROUND
                : new Context(new ClientInfo(null, AuthResult.none(), part), null, null);
    }
}
