// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes API on loopback: etcd and kube-apiserver, without controllers and nodes, with
 * RBAC. There where the environment variable {@value #VARIABLE} names a folder with {@code
 * bin/etcd} and {@code bin/kube-apiserver} (docs/kubernetes-tests.md). Pods are made and given
 * their status by the test.
 *
 * <p>Three users: {@code admin}, who may do everything, {@code collector}, the service account of
 * that name in the namespace {@code otel}, and {@code nobody}. Both have no rights before a test
 * grants some.
 */
public final class KubernetesServer implements AutoCloseable {
    /** Names the folder of the programs. */
    public static final String VARIABLE = "FORAGER_KUBERNETES";

    private static final List<String> USERS =
            List.of(
                    "admin-token,lab-admin,1,system:masters",
                    "collector-token,system:serviceaccount:otel:collector,2,\"system:serviceaccounts,system:serviceaccounts:otel\"",
                    "nobody-token,nobody,3,");

    private final Path programs;
    private final Path data;
    private final int port;
    private final HttpClient client;
    private final List<Process> running = new ArrayList<>();

    private KubernetesServer(Path programs, Path data) throws IOException {
        this.programs = programs;
        this.data = data;
        this.port = freePort();
        this.client = HttpClient.newBuilder().sslContext(credentials()).build();
    }

    /** Why there is no server here; null if there is one. */
    public static @Nullable String reasonNotToRun() {
        String folder = System.getenv(VARIABLE);
        if (folder == null || folder.isEmpty()) {
            return "no real Kubernetes API: " + VARIABLE + " is not set (docs/kubernetes-tests.md)";
        }
        for (String program : List.of("etcd", "kube-apiserver")) {
            if (!Files.isExecutable(Path.of(folder, "bin", program))) {
                return "no real Kubernetes API: %s/bin/%s is no program".formatted(folder, program);
            }
        }
        return null;
    }

    /**
     * Starts one.
     *
     * @param data an empty folder
     */
    public static KubernetesServer start(Path data) throws IOException {
        var server = new KubernetesServer(Path.of(System.getenv(VARIABLE), "bin"), data);
        try {
            server.launch();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Writes keys, certificates, tokens and kubeconfigs; what a client needs to trust it. */
    private SSLContext credentials() throws IOException {
        var authority = new TestCertificates();
        authority.authority().certificateFile(data, "ca.crt");
        TestCertificates.Issued server = authority.issue("127.0.0.1", "localhost");
        server.certificateFile(data, "apiserver.crt");
        server.keyFile(data, "apiserver.key");
        Files.writeString(data.resolve("sa.key"), authority.issue().traditionalKeyPem());
        Files.writeString(data.resolve("tokens.csv"), String.join("\n", USERS) + "\n");
        for (String user : List.of("admin", "collector", "nobody")) {
            writeKubeconfig(user, user + "-token");
        }
        return authority.context(null);
    }

    /** Writes a kubeconfig for a token and answers where it is. */
    public Path writeKubeconfig(String name, String token) throws IOException {
        return Kubeconfig.write(
                kubeconfig(name), "https://127.0.0.1:" + port, data.resolve("ca.crt"), token);
    }

    /** The kubeconfig of a user. */
    public Path kubeconfig(String user) {
        return data.resolve(user + ".kubeconfig");
    }

    /** The server's port. */
    public int port() {
        return port;
    }

    /** Starts both programs on the data that is there, and waits until they serve. */
    public void launch() throws IOException {
        run(
                "etcd",
                "--data-dir=etcd",
                "--unsafe-no-fsync",
                "--log-level=error",
                "--listen-client-urls=unix://etcd.sock",
                "--advertise-client-urls=http://127.0.0.1:1",
                "--listen-peer-urls=unix://peer.sock",
                "--initial-advertise-peer-urls=http://127.0.0.1:1",
                "--initial-cluster=default=http://127.0.0.1:1");
        run(
                "kube-apiserver",
                "--etcd-servers=unix://etcd.sock",
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--tls-cert-file=apiserver.crt",
                "--tls-private-key-file=apiserver.key",
                "--cert-dir=.",
                "--advertise-address=192.0.2.1",
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--token-auth-file=tokens.csv",
                "--authorization-mode=RBAC",
                "--anonymous-auth=false",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-signing-key-file=sa.key",
                "--service-account-key-file=sa.key",
                "--disable-admission-plugins=ServiceAccount");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(this::isReady);
    }

    private void run(String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        File log = data.resolve(program + ".log").toFile();
        running.add(
                new ProcessBuilder(command)
                        .directory(data.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start());
    }

    private boolean isReady() throws IOException {
        for (Process process : running) {
            if (!process.isAlive()) {
                throw new IOException(
                        "%s ended: see its log in %s"
                                .formatted(process.info().command().orElse("a program"), data));
            }
        }
        try {
            return request("GET", "/readyz", "", "application/json").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks as the administrator. */
    public HttpResponse<String> request(String method, String path, String body, String type)
            throws IOException {
        var request =
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer admin-token")
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try {
            return client.send(request, BodyHandlers.ofString(UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The same, and the server must do it. */
    public String must(String method, String path, String body) throws IOException {
        String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        return checked(request(method, path, body, type), method + " " + path);
    }

    private static String checked(HttpResponse<String> response, String what) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(
                    "%s: %d %s".formatted(what, response.statusCode(), response.body()));
        }
        return response.body();
    }

    /**
     * Applies an object in YAML or JSON, as {@code kubectl apply --server-side}.
     *
     * @param path of the object
     */
    public void apply(String path, String object) throws IOException {
        checked(
                request(
                        "PATCH",
                        path + "?fieldManager=test&force=true&fieldValidation=Strict",
                        object,
                        "application/apply-patch+yaml"),
                path);
    }

    /** Sends a signal to the API server, such as {@code STOP}. */
    public void signal(String name) throws IOException {
        Process kill =
                new ProcessBuilder("kill", "-" + name, Long.toString(running.getLast().pid()))
                        .inheritIO()
                        .start();
        try {
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IOException("kill -%s did not work".formatted(name));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills both programs at once; {@link #launch} goes on from their data. */
    public void kill() {
        running.forEach(Process::destroyForcibly);
        try {
            for (Process process : running) {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(
                            "process %d does not end".formatted(process.pid()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.clear();
    }

    @Override
    public void close() {
        kill();
        client.close();
    }
}
