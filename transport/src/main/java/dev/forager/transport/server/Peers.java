// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.util.DomainSocketAddress;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.Metadata;
import io.netty.util.AttributeKey;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Tells pipelines who sent a request. Immutable.
 *
 * @param includeMetadata whether request headers go with it
 * @param authorityName under which name the host asked for is seen: {@code host} or {@code
 *     :authority}
 */
record Peers(boolean includeMetadata, String authorityName) {
    /** What the authenticator of the server found out. */
    static final AttributeKey<AuthResult> AUTH = AttributeKey.valueOf(Peers.class, "AUTH");

    ClientInfo client(ServiceRequestContext request) {
        SocketAddress address = peer(request.remoteAddress());
        AuthResult auth = request.attr(AUTH);
        Metadata metadata =
                includeMetadata ? metadata(request.request().headers()) : Metadata.empty();
        return new ClientInfo(address, auth == null ? AuthResult.none() : auth, metadata);
    }

    /** Armeria dresses sockets of the file system as addresses of IPv6, which nobody has. */
    static SocketAddress peer(SocketAddress address) {
        return address instanceof DomainSocketAddress socket
                ? UnixDomainSocketAddress.of(socket.path())
                : address;
    }

    /** All headers but the pseudo-headers of HTTP/2; the authority under its name. */
    Metadata metadata(HttpHeaders headers) {
        var values = new LinkedHashMap<String, List<String>>();
        headers.forEach(
                (name, value) -> {
                    boolean authority = name.equals(HttpHeaderNames.AUTHORITY);
                    if (authority || name.isEmpty() || name.charAt(0) != ':') {
                        String key = authority ? authorityName : name.toString();
                        values.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(value);
                    }
                });
        return Metadata.of(values);
    }
}
