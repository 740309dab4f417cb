// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.ClientFactoryOptions;
import com.linecorp.armeria.client.ClientTlsSpec;
import com.linecorp.armeria.internal.common.util.SslContextUtil;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * The TLS context of an Armeria client to which nobody gave TLS settings, made when a connection
 * first asks for it. Armeria makes four of them for its own static factories and two for each
 * client, also for one that speaks plain text; the first reads every certificate of the JDK's
 * store: 0.2 s of a start. A context with settings is made at once, since its faults are to be told
 * at start.
 *
 * <p>The packaging changes Armeria's {@link SslContextUtil} so that it asks here. Thread-safe.
 */
public final class DeferredSslContext extends SslContext {
    /** Bound while the context behind is made: the changed method comes by here once more. */
    private static final ScopedValue<Boolean> MAKING = ScopedValue.newInstance();

    private final ClientTlsSpec spec;
    private @Nullable SslContext made;

    /** Stands for the context of {@code spec}. */
    public DeferredSslContext(ClientTlsSpec spec) {
        this.spec = spec;
    }

    /**
     * Whether nothing of {@code spec} comes from a user, so that making its context cannot fail.
     */
    @SuppressWarnings("deprecation") // No other key tells whether a customizer was given.
    public static boolean defers(ClientTlsSpec spec) {
        return !MAKING.isBound()
                && spec.tlsKeyPair() == null
                && spec.trustedCertificates().isEmpty()
                && spec.tlsCustomizer().equals(ClientFactoryOptions.TLS_CUSTOMIZER.defaultValue());
    }

    @Override
    public boolean isClient() {
        return true;
    }

    @Override
    public List<String> cipherSuites() {
        return context().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's method still names it.
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return context().applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return context().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return context().newEngine(allocator, peerHost, peerPort);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return context().sessionContext();
    }

    private synchronized SslContext context() {
        if (made == null) {
            made = ScopedValue.where(MAKING, true).call(() -> SslContextUtil.toSslContext(spec));
        }
        return made;
    }
}
