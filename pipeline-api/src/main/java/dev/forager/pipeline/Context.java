// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What travels beside telemetry through a pipeline: the peer and the deadline. Immutable. */
public final class Context {
    private static final Context BACKGROUND = new Context(ClientInfo.none(), null);

    private final ClientInfo client;
    private final @Nullable Deadline deadline;

    private Context(ClientInfo client, @Nullable Deadline deadline) {
        this.client = client;
        this.deadline = deadline;
    }

    /** No peer and no deadline. */
    public static Context background() {
        return BACKGROUND;
    }

    /** The context of a request. */
    public static Context of(ClientInfo client, @Nullable Deadline deadline) {
        return new Context(client, deadline);
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
        return new Context(client, deadline == null ? limit : deadline.earlier(limit));
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
                new ClientInfo(client.address(), AuthResult.none(), client.metadata()), null);
    }

    /** For a batch of several requests: just the metadata that all its members share. */
    public Context onlyMetadata(Collection<String> keys) {
        Metadata part = client.metadata().only(keys);
        return part.keys().isEmpty()
                ? BACKGROUND
                : new Context(new ClientInfo(null, AuthResult.none(), part), null);
    }
}
