// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The peer that sent the telemetry. Immutable.
 *
 * @param address the peer's address, where there was a connection
 * @param auth what an authenticator found out
 * @param metadata request headers; empty unless the receiver has {@code include_metadata}
 */
public record ClientInfo(@Nullable SocketAddress address, AuthResult auth, Metadata metadata) {
    private static final ClientInfo NONE =
            new ClientInfo(null, AuthResult.none(), Metadata.empty());

    /** No peer: telemetry that this process made or batched. */
    public static ClientInfo none() {
        return NONE;
    }
}
