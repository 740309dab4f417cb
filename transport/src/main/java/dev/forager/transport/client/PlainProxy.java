// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.proxy.ConnectProxyConfig;
import com.linecorp.armeria.client.proxy.ProxyConfig;
import com.linecorp.armeria.common.SessionProtocol;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that is given requests for http URLs as they are, with the whole URL in the first
 * line (<a href="https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2">RFC 9112, 3.2.2</a>): the
 * way of Go's client, and many proxies allow tunnels to port 443 alone. Armeria, which knows only
 * tunnels, takes the proxy for the server; its requests are changed where they become bytes.
 * Immutable.
 *
 * @param credentials the value of {@code Proxy-Authorization}; null for none
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever made it
record PlainProxy(InetSocketAddress address, @Nullable String credentials) {
    /**
     * What goes through {@code proxy} this way; null where nothing does: without a proxy, for https
     * and HTTP/2, and behind a proxy that wants TLS itself, which makes tunnels.
     */
    static @Nullable PlainProxy of(SessionProtocol protocol, ProxyConfig proxy) {
        return protocol == SessionProtocol.H1C
                        && proxy instanceof ConnectProxyConfig http
                        && !http.useTls()
                ? new PlainProxy(http.proxyAddress(), credentials(http))
                : null;
    }

    private static @Nullable String credentials(ConnectProxyConfig proxy) {
        if (proxy.username() == null) {
            return null;
        }
        String pair = proxy.username() + ":" + Objects.requireNonNullElse(proxy.password(), "");
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Where connections go. */
    Addresses addresses() {
        String host = address.getHostString();
        return Addresses.ofHost(host, address.getPort(), host, false);
    }

    /** Prepares a connection that is about to be made. */
    void prepare(ChannelPipeline pipeline) {
        pipeline.addFirst(new BeforeConnecting());
    }

    /** Armeria adds the HTTP codec when it connects, on the way to this handler. */
    private final class BeforeConnecting extends ChannelOutboundHandlerAdapter {
        @Override
        public void connect(
                ChannelHandlerContext context,
                SocketAddress remote,
                @Nullable SocketAddress local,
                ChannelPromise promise) {
            ChannelPipeline pipeline = context.pipeline();
            String codec = pipeline.context(HttpClientCodec.class).name();
            pipeline.addAfter(codec, null, new WholeUrl());
            context.connect(remote, local, promise);
            pipeline.remove(this);
        }
    }

    private final class WholeUrl extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpRequest request) {
                String host = request.headers().get(HttpHeaderNames.HOST);
                request.setUri("http://" + host + request.uri());
                if (credentials != null) {
                    request.headers().set(HttpHeaderNames.PROXY_AUTHORIZATION, credentials);
                }
            }
            context.write(message, promise);
        }
    }

    /** The credentials are a secret. */
    @Override
    public String toString() {
        return address.toString();
    }
}
