// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Clients;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import dev.forager.pipeline.config.Secret;
import dev.forager.testkit.TestCertificates;
import dev.forager.testkit.TestCertificates.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class TlsMaterialTest {
    private static final Logger LOG = LoggerFactory.getLogger(TlsMaterialTest.class);
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir private Path folder;

    private final TestCertificates certificates = new TestCertificates();
    private final AutoCloseables closing = new AutoCloseables();

    @AfterEach
    void close() {
        closing.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void serverAndClient_speakWithKeysOfBothKinds(String algorithm) throws Exception {
        int port = serve(server(certificates.issueWith(algorithm, "127.0.0.1"), null));
        assertThat(peerOf(port, client(certificates.authority(), null))).isNotNull();
    }

    @Test
    void foreignAuthority_isRefused_exceptWhenNothingIsVerified() throws Exception {
        int port = serve(server(new TestCertificates().issue("127.0.0.1"), null));
        assertThatThrownBy(() -> peerOf(port, client(certificates.authority(), null)))
                .hasStackTraceContaining("certificate signed by unknown authority");
        assertThatThrownBy(() -> peerOf(port, TlsClientConfig.DEFAULT))
                .hasStackTraceContaining("certificate signed by unknown authority");
        var any = new TlsClientConfig(TlsConfig.DEFAULT, false, true, null);
        assertThat(peerOf(port, any)).isNotNull();
    }

    @Test
    void otherHostName_isRefused() throws Exception {
        int port = serve(server(certificates.issue("elsewhere.example"), null));
        assertThatThrownBy(() -> peerOf(port, client(certificates.authority(), null)))
                .hasStackTraceContaining(
                        "cannot validate certificate for 127.0.0.1 because it doesn't contain any"
                                + " IP SANs");
    }

    @Test
    void edwardsCurves_areServedByTheJdk() throws Exception {
        int port = serve(server(certificates.issueWith("Ed25519", "127.0.0.1"), null));
        try (var client = HttpClient.newBuilder().sslContext(certificates.context(null)).build()) {
            var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port)).build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("hi");
        }
    }

    @Test
    void insecureWithoutAuthority_leavesTheOtherSettingsAside() throws Exception {
        int port = serve(server(certificates.issue("127.0.0.1"), null));
        TlsConfig missing = config(null, "/nowhere.pem", "/nowhere.key", Duration.ZERO);
        assertThatThrownBy(() -> peerOf(port, new TlsClientConfig(missing, true, true, null)))
                .hasStackTraceContaining("certificate signed by unknown authority");
    }

    @Test
    void oldVersions_findASuite() throws Exception {
        Issued issued = certificates.issueWith("RSA", "127.0.0.1");
        int port = serve(new TlsServerConfig(parameters(issued, "1.0", "1.1"), null, false));
        TlsConfig old = parameters(certificates.authority(), "1.0", "");
        var client = new TlsClientConfig(old, false, true, null);
        assertThat(sessionOf(connect(port, client)).getCipherSuite())
                .isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
    }

    @Test
    void clientAuthority_makesClientsShowACertificate() throws Exception {
        String clientCa = certificates.authority().certificateFile(folder, "client-ca.pem");
        var config =
                new TlsServerConfig(identity(certificates.issue("127.0.0.1")), clientCa, false);
        int port = serve(config);

        assertThat(peerOf(port, client(certificates.authority(), certificates.issue("me"))))
                .isNotNull();
        assertThatThrownBy(() -> peerOf(port, client(certificates.authority(), null)))
                .isInstanceOf(Exception.class);
        Issued stranger = new TestCertificates().issue("me");
        assertThatThrownBy(() -> peerOf(port, client(certificates.authority(), stranger)))
                .isInstanceOf(Exception.class);
    }

    @Test
    void changedFiles_countForNewConnections_andBrokenOnesDoNot() throws Exception {
        Issued first = certificates.issue("127.0.0.1");
        Issued second = certificates.issue("127.0.0.1");
        String certFile = first.certificateFile(folder, "cert.pem");
        String keyFile = first.keyFile(folder, "key.pem");
        int port = serve(new TlsServerConfig(config(null, certFile, keyFile, OFTEN), null, false));
        TlsClientConfig client = client(certificates.authority(), null);
        assertThat(peerOf(port, client)).isEqualTo(first.certificate());

        second.certificateFile(folder, "cert.pem"); // does not fit to the key yet
        assertThat(peerOf(port, client)).isEqualTo(first.certificate());
        second.keyFile(folder, "key.pem");
        await().untilAsserted(
                        () -> assertThat(peerOf(port, client)).isEqualTo(second.certificate()));
        Files.delete(Path.of(keyFile));
        assertThat(peerOf(port, client)).isEqualTo(second.certificate());
    }

    @Test
    void withoutAnInterval_filesAreReadAgainWhenToldTo() throws Exception {
        Issued first = certificates.issue("127.0.0.1");
        Issued second = certificates.issue("127.0.0.1");
        TlsConfig files =
                config(
                        null,
                        first.certificateFile(folder, "cert.pem"),
                        first.keyFile(folder, "key.pem"),
                        Duration.ZERO);
        TlsMaterial material =
                closing.add(TlsMaterial.forServer(new TlsServerConfig(files, null, false), LOG));
        int port = serve(material);
        second.certificateFile(folder, "cert.pem");
        second.keyFile(folder, "key.pem");
        TlsClientConfig client = client(certificates.authority(), null);
        assertThat(peerOf(port, client)).isEqualTo(first.certificate());

        material.reread();

        assertThat(peerOf(port, client)).isEqualTo(second.certificate());
    }

    @Test
    void changedClientAuthority_counts() throws Exception {
        var other = new TestCertificates();
        String clientCa = certificates.authority().certificateFile(folder, "client-ca.pem");
        TlsConfig identity = withInterval(identity(certificates.issue("127.0.0.1")), OFTEN);
        int port = serve(new TlsServerConfig(identity, clientCa, true));
        TlsClientConfig newcomer = client(certificates.authority(), other.issue("me"));
        assertThatThrownBy(() -> peerOf(port, newcomer)).isInstanceOf(Exception.class);

        other.authority().certificateFile(folder, "client-ca.pem");

        await().ignoreExceptions().until(() -> peerOf(port, newcomer) != null);
    }

    @Test
    void changedAuthorityOfAClient_counts() throws Exception {
        var other = new TestCertificates();
        int port = serve(server(other.issue("127.0.0.1"), null));
        String ca = certificates.authority().certificateFile(folder, "ca.pem");
        var config = new TlsClientConfig(config(ca, null, null, OFTEN), false, false, null);
        WebClient client = connect(port, config);
        assertThatThrownBy(() -> peerOf(client)).isInstanceOf(Exception.class);

        other.authority().certificateFile(folder, "ca.pem");

        await().ignoreExceptions().until(() -> peerOf(client) != null);
    }

    @Test
    void versionsAndSuites_limitTheHandshake() throws Exception {
        Issued issued = certificates.issueWith("RSA", "127.0.0.1");
        TlsConfig old = parameters(issued, "1.2", "1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        int port = serve(new TlsServerConfig(old, null, false));

        SSLSession session = sessionOf(connect(port, client(certificates.authority(), null)));
        assertThat(session.getProtocol()).isEqualTo("TLSv1.2");
        assertThat(session.getCipherSuite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

        TlsConfig only13 = parameters(certificates.authority(), "1.3", "");
        assertThatThrownBy(() -> peerOf(port, new TlsClientConfig(only13, false, false, null)))
                .isInstanceOf(Exception.class);
    }

    @Test
    void unusableFiles_areNamed() throws Exception {
        Issued one = certificates.issue("a");
        Issued two = certificates.issue("b");
        String cert = one.certificateFile(folder, "cert.pem");
        String key = two.keyFile(folder, "key.pem");
        assertThatThrownBy(() -> material(config(null, cert, key, Duration.ZERO)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cert.pem")
                .hasMessageContaining("private key does not match public key");
        assertThatThrownBy(() -> material(config(null, cert, "/nowhere.pem", Duration.ZERO)))
                .hasMessage(
                        "failed to load TLS config: failed to load TLS cert and key: open"
                                + " /nowhere.pem: no such file or directory");
        assertThatThrownBy(() -> material(config("/nowhere.pem", null, null, Duration.ZERO)))
                .hasMessage(
                        "failed to load TLS config: failed to load CA CertPool File: failed to load"
                                + " cert /nowhere.pem: open /nowhere.pem: no such file or"
                                + " directory");
        assertThatThrownBy(() -> material(config(key, null, null, Duration.ZERO)))
                .hasMessageContaining("failed to load CA CertPool File: failed to parse cert")
                .hasMessageContaining("key.pem");
    }

    private static void material(TlsConfig config) throws IOException {
        TlsMaterial.forClient(new TlsClientConfig(config, false, false, null), LOG).close();
    }

    private int serve(TlsServerConfig config) throws IOException {
        return serve(closing.add(TlsMaterial.forServer(config, LOG)));
    }

    private int serve(TlsMaterial material) {
        var builder = Server.builder();
        builder.https(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        material.applyTo(builder);
        Server server = builder.service("/", (context, request) -> HttpResponse.of("hi")).build();
        closing.add(server);
        server.start().join();
        return server.activeLocalPort();
    }

    private WebClient connect(int port, TlsClientConfig config) throws IOException {
        TlsMaterial material = closing.add(TlsMaterial.forClient(config, LOG));
        var builder = ClientFactory.builder();
        material.applyTo(builder);
        ClientFactory factory = closing.add(builder.build());
        return WebClient.builder("https://127.0.0.1:" + port).factory(factory).build();
    }

    private @Nullable X509Certificate peerOf(int port, TlsClientConfig config) throws Exception {
        return peerOf(connect(port, config));
    }

    private static X509Certificate peerOf(WebClient client) throws Exception {
        return (X509Certificate) sessionOf(client).getPeerCertificates()[0];
    }

    private static SSLSession sessionOf(WebClient client) {
        try (var captor = Clients.newContextCaptor()) {
            assertThat(client.get("/").aggregate().join().contentUtf8()).isEqualTo("hi");
            return Objects.requireNonNull(captor.get().log().whenComplete().join().sslSession());
        }
    }

    private static TlsServerConfig server(Issued issued, @Nullable String clientCa) {
        return new TlsServerConfig(identity(issued), clientCa, false);
    }

    private static TlsConfig identity(Issued issued) {
        return new TlsConfig(
                null,
                null,
                null,
                new Secret(issued.certificatePem()),
                null,
                new Secret(issued.keyPem()),
                "1.2",
                "",
                List.of(),
                false,
                List.of("X25519MLKEM768", "P256"),
                false,
                Duration.ZERO,
                null);
    }

    private static TlsConfig withInterval(TlsConfig config, Duration interval) {
        return new TlsConfig(
                null,
                null,
                null,
                config.certPem(),
                null,
                config.keyPem(),
                "1.2",
                "",
                List.of(),
                false,
                List.of(),
                false,
                interval,
                null);
    }

    private static TlsConfig parameters(Issued issued, String min, String max, String... suites) {
        return new TlsConfig(
                null,
                null,
                null,
                new Secret(issued.certificatePem()),
                null,
                new Secret(issued.keyPem()),
                min,
                max,
                List.of(suites),
                false,
                List.of(),
                false,
                Duration.ZERO,
                null);
    }

    private TlsClientConfig client(Issued authority, @Nullable Issued own) {
        String ca = authority.certificateFile(folder, "client-roots.pem");
        TlsConfig common =
                own == null
                        ? config(ca, null, null, Duration.ZERO)
                        : config(
                                ca,
                                own.certificateFile(folder, "own.pem"),
                                own.keyFile(folder, "own-key.pem"),
                                Duration.ZERO);
        return new TlsClientConfig(common, false, false, null);
    }

    private static TlsConfig config(
            @Nullable String ca, @Nullable String cert, @Nullable String key, Duration interval) {
        return new TlsConfig(
                ca, null, cert, null, key, null, "1.2", "", List.of(), false, List.of(), false,
                interval, null);
    }

    /** Closes in reverse order what a test has opened. */
    private static final class AutoCloseables {
        private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();

        <T extends AutoCloseable> T add(T closeable) {
            open.push(closeable);
            return closeable;
        }

        void close() {
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
