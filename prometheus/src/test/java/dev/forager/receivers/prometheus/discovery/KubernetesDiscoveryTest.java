// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.forager.config.RecordBinder;
import dev.forager.receivers.prometheus.config.KubernetesSdConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.TestSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Targets of a cluster whose objects were recorded (Kubernetes 1.37), beside what the real
 * collector (contrib 0.161) found in it.
 */
class KubernetesDiscoveryTest {
    /** Their pods came and went while the recording was made. */
    private static final String MOVING = "__meta_kubernetes_namespace=batch";

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"pod", "service", "endpoints", "endpointslice", "node", "ingress"})
    void targets_areTheCollectors(String role) throws Exception {
        List<String> ours =
                found(
                        "{role: %s, attach_metadata: {node: true, namespace: true, deployment: true, job: true, cronjob: true}, %s}",
                        role);
        List<String> theirs = new ArrayList<>();
        for (String line : recorded("expected.txt").lines().toList()) {
            if (line.contains(", job=" + role + "}") && !line.contains(MOVING)) {
                theirs.add(line);
            }
        }
        // Two containers without a port are one target in the end, which it lists once.
        assertThat(ours).isNotEmpty().containsAll(theirs);
    }

    @Test
    void selectors_goToTheServer() throws Exception {
        try (var api = new RecordedApi()) {
            found(
                    api,
                    "{role: pod, namespaces: {names: [shop]}, selectors: [{role: pod, label: app=x, field: spec.nodeName=n}], %s}");
            assertThat(api.requests())
                    .anySatisfy(
                            request ->
                                    assertThat(request)
                                            .startsWith("/api/v1/namespaces/shop/pods?")
                                            .contains("labelSelector=app%3Dx")
                                            .contains("fieldSelector=spec.nodeName%3Dn"));
        }
    }

    @Test
    void serverThatIsNamed_isAskedWithTheCredentialsOfThisSection() throws Exception {
        try (var api = new RecordedApi()) {
            Path password = Files.writeString(folder.resolve("password"), "secret");
            List<TargetGroup> found =
                    discover(
                            "{role: node, api_server: '%s', basic_auth: {username: me, password_file: '%s'}}"
                                    .formatted(api.address(), password));
            assertThat(found).isNotEmpty();
            assertThat(api.credentials()).containsOnly("Basic bWU6c2VjcmV0");
        }
    }

    @Test
    void serverThatIsNamed_isAskedWithATokenOfTheServerOfTokens() throws Exception {
        String answer = "{\"access_token\":\"t1\",\"expires_in\":3600}";
        HttpServer tokens =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var asked = new AtomicInteger();
        tokens.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, answer.length());
                    exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
                    exchange.close();
                });
        tokens.start();
        try (var api = new RecordedApi()) {
            List<TargetGroup> found =
                    discover(
                            "{role: node, api_server: '%s', oauth2: {client_id: me, client_secret: s, token_url: 'http://127.0.0.1:%d/'}}"
                                    .formatted(api.address(), tokens.getAddress().getPort()));
            assertThat(found).isNotEmpty();
            assertThat(api.credentials()).containsOnly("Bearer t1");
            assertThat(asked).hasValue(1);
        } finally {
            tokens.stop(0);
        }
    }

    @Test
    void serverThatIsNamed_isReachedThroughAProxy() throws Exception {
        try (var api = new RecordedApi()) {
            String config =
                    "{role: node, api_server: 'http://api.example', proxy_url: '%s', no_proxy: 'other.example'}"
                            .formatted(api.address());
            assertThat(discover(config)).isNotEmpty();
            assertThat(api.requests())
                    .allSatisfy(each -> assertThat(each).startsWith("http://api.example/api/v1/"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    api_server: 'https://a', kubeconfig_file: f | cannot use 'kubeconfig_file' and 'api_server' simultaneously
                    api_server: 'https://a', namespaces: {own_namespace: true} | cannot use 'api_server' and 'namespaces.own_namespace'
                    authorization: {credentials: x} | please provide the 'api_server' URL explicitly
                    api_server: 'a:6443' | is no address of a server
                    api_server: 'https://a', proxy_url: 'socks5://b' | expected: http://host:port
                    api_server: 'https://a', proxy_url: 'https://me:x@b:1' | expected: http://host:port
                    api_server: 'https://a', proxy_from_environment: true | expected: proxy_url
                    api_server: 'https://a', tls_config: {server_name: b} | server_name is not supported beside
                    """)
    void mistakes_areNamed(String yaml, String text) {
        assertThatThrownBy(
                        () ->
                                RecordBinder.read(
                                        "{role: pod, " + yaml + "}", KubernetesSdConfig.class))
                .hasMessageContaining(text);
    }

    private static String recorded(String name) throws Exception {
        try (var in =
                requireNonNull(
                        KubernetesDiscoveryTest.class.getResourceAsStream("kubernetes/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> found(String config, String role) throws Exception {
        try (var api = new RecordedApi()) {
            List<String> lines = new ArrayList<>();
            for (TargetGroup group : found(api, config.formatted(role, "%s"))) {
                for (Map<String, String> target : group.targets()) {
                    Map<String, String> labels = new TreeMap<>(group.labels());
                    labels.putAll(target);
                    labels.values().removeIf(String::isEmpty);
                    labels.put("job", role);
                    lines.add(labels.toString());
                }
            }
            return lines;
        }
    }

    private List<TargetGroup> found(RecordedApi api, String config) throws Exception {
        Path kubeconfig = api.kubeconfig(folder.resolve("kubeconfig"));
        return discover(config.formatted("kubeconfig_file: '" + kubeconfig + "'"));
    }

    private static List<TargetGroup> discover(String config) throws Exception {
        var queue = new LinkedBlockingQueue<List<TargetGroup>>();
        var discovery =
                new KubernetesDiscovery(
                        RecordBinder.read(config, KubernetesSdConfig.class),
                        TestSettings.BUILD,
                        InstantSource.system(),
                        new LogRecorder().logger());
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        discovery.run(queue::add);
                                    } catch (InterruptedException end) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        try {
            return requireNonNull(queue.poll(60, TimeUnit.SECONDS));
        } finally {
            thread.interrupt();
            thread.join();
        }
    }
}
