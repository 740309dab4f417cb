// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Certificates, keys and authorities of one server or client, read from the files of its
 * configuration and, where asked for, read again. New material counts for new connections; while
 * files are unreadable or do not fit, the former material stays and the log says why.
 *
 * <p>Thread-safe. Files are read by the caller of the factory methods and by one virtual thread,
 * which {@link #close} ends; never on an event loop.
 */
public final class TlsMaterial implements AutoCloseable {
    /** How soon a changed {@code client_ca_file} counts. Chosen: one stat of a file each time. */
    private static final Duration CLIENT_CA_POLL = Duration.ofSeconds(1);

    private final TlsConfig config;
    private final Logger log;
    private final TlsFiles files;
    private final @Nullable ReloadingKeyManager identity;
    private final @Nullable ReloadingTrustManager authorities;
    private final boolean acceptAnyServer;
    private final @Nullable String serverName;
    private final CountDownLatch closed = new CountDownLatch(1);
    private String lastFailure = "";

    private TlsMaterial(
            TlsConfig config,
            TlsFiles files,
            boolean acceptAnyServer,
            @Nullable String serverName,
            Logger log)
            throws IOException {
        this.config = config;
        this.files = files;
        this.acceptAnyServer = acceptAnyServer;
        this.serverName = serverName;
        this.log = log;
        identity = files.identityManager();
        authorities = files.authoritiesManager();
    }

    /**
     * Reads what a server needs.
     *
     * @throws IOException when a file cannot be read or does not hold what it should; names it
     */
    public static TlsMaterial forServer(TlsServerConfig config, Logger log) throws IOException {
        var files = TlsFiles.ofServer(config);
        var material = new TlsMaterial(config.common(), files, false, null, log);
        material.reloadEvery(
                config.clientCaFileReload() && config.clientCaFile() != null
                        ? shorter(CLIENT_CA_POLL, config.common().reloadInterval())
                        : config.common().reloadInterval());
        return material;
    }

    /**
     * Reads what a client needs. As in the collector, {@code insecure} without authorities leaves
     * the other settings aside: an endpoint that asks for TLS all the same is spoken to with the
     * defaults.
     *
     * @throws IOException when a file cannot be read or does not hold what it should; names it
     */
    public static TlsMaterial forClient(TlsClientConfig settings, Logger log) throws IOException {
        TlsClientConfig config = settings.wantsTls() ? settings : TlsClientConfig.DEFAULT;
        if (config.insecureSkipVerify()) {
            log.warn(
                    "tls::insecure_skip_verify accepts any certificate: name the authority with"
                            + " ca_file instead");
        }
        var files = TlsFiles.ofClient(config);
        var material =
                new TlsMaterial(
                        config.common(),
                        files,
                        config.insecureSkipVerify(),
                        config.serverNameOverride(),
                        log);
        material.reloadEvery(config.common().reloadInterval());
        return material;
    }

    /** Makes {@code server} speak TLS with this material, also on ports added later. */
    @SuppressWarnings("deprecation") // The suites are those of Go, or the user's choice.
    public void applyTo(ServerBuilder server) {
        if (identity == null) {
            throw new IllegalStateException("identity: none (expected: material of a server)");
        }
        server.tls(new KeyManagerFactoryWrapper(identity))
                .tlsCustomizer(this::applyTo)
                .tlsEngineType(engine())
                .tlsAllowUnsafeCiphers();
    }

    /** Makes {@code client} use this material for the endpoints that it reaches with TLS. */
    @SuppressWarnings("deprecation") // The suites are those of Go, or the user's choice.
    public void applyTo(ClientFactoryBuilder client) {
        client.tlsCustomizer(this::applyTo).tlsEngineType(engine()).tlsAllowUnsafeCiphers();
    }

    /**
     * The same for a client of the JDK, which asks for {@code server_name_override} only where it
     * reaches the server by a numeric address.
     */
    public JdkTls forJdk() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(identity == null ? null : new KeyManager[] {identity}, trust(), null);
            SSLParameters parameters = TlsParameters.forJdk(config);
            if (serverName != null) {
                parameters.setServerNames(List.of(new SNIHostName(serverName)));
            }
            return new JdkTls(context, parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime speaks no TLS", e);
        }
    }

    private TrustManager @Nullable [] trust() {
        if (acceptAnyServer) {
            return InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
        }
        return authorities == null ? null : new TrustManager[] {authorities};
    }

    /**
     * OpenSSL where its library loads. Asked here, since the launcher turns Armeria's own question
     * off: it loads the library at every start, also when nothing speaks TLS. An Ed25519 key is for
     * the JDK: Netty finds no use for one with OpenSSL.
     */
    private TlsEngineType engine() {
        boolean isForOpenSsl =
                identity == null || !identity.keyAlgorithm().equalsIgnoreCase("EdDSA");
        return isForOpenSsl && OpenSsl.isAvailable() ? TlsEngineType.OPENSSL : TlsEngineType.JDK;
    }

    private void applyTo(SslContextBuilder context) {
        TlsParameters.apply(config, context);
        if (identity != null) {
            context.keyManager(identity);
        }
        if (acceptAnyServer) {
            context.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (authorities != null) {
            context.trustManager(authorities);
        }
        if (files.wantsClientCertificates()) {
            context.clientAuth(ClientAuth.REQUIRE);
        }
    }

    private void reloadEvery(Duration interval) {
        if (interval.isPositive() && files.hasFiles()) {
            Thread.ofVirtual().name("tls-reload").start(() -> reloadUntilClosed(interval));
        }
    }

    private void reloadUntilClosed(Duration interval) {
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                reread();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the files again, whatever the interval: new connections use what they hold now. */
    public synchronized void reread() {
        try {
            if (files.reload(identity, authorities)) {
                log.info("Read the TLS files again: new connections use them");
            }
            lastFailure = "";
        } catch (IOException e) {
            String failure = String.valueOf(e.getMessage());
            if (!failure.equals(lastFailure)) {
                log.atWarn()
                        .addKeyValue("error", failure)
                        .log("Changed TLS files cannot be used: the former ones stay in use");
            }
            lastFailure = failure;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return other.isPositive() && other.compareTo(one) < 0 ? other : one;
    }

    /** Ends the reading of files; connections go on with what was read last. */
    @Override
    public void close() {
        closed.countDown();
    }
}
