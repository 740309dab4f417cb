// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the API server and the credentials, by the rules of client-go. Immutable.
 *
 * @param config what the user wants
 * @param variables of the environment; null for unset
 * @param root folder that stands for the root of the file system
 */
record ClusterAccess(
        KubernetesConfig config, Function<String, @Nullable String> variables, Path root)
        implements Access {
    /** What this process finds. */
    static ClusterAccess ofProcess(KubernetesConfig config) {
        return new ClusterAccess(config, System::getenv, Path.of("/"));
    }

    @Override
    public ApiConnection connect() throws IOException {
        Config found = find();
        try {
            return new ApiConnection(found);
        } catch (KubernetesClientException e) {
            throw new IOException(
                    "the certificates for %s cannot be used: %s"
                            .formatted(found.getMasterUrl(), text(e)),
                    e);
        }
    }

    @Override
    public RateLimit rateLimit() {
        return config.rateLimit();
    }

    /**
     * Reads files and variables anew.
     *
     * @throws IOException with what is missing and what to do
     */
    Config find() throws IOException {
        Config found =
                switch (config.authType()) {
                    case SERVICE_ACCOUNT -> serviceAccount();
                    case KUBE_CONFIG -> kubeconfig();
                    case NONE -> base().withMasterUrl(pod().address()).withTrustCerts(true).build();
                };
        return finished(found);
    }

    /** Leaves to this project what fabric8 would do by itself. */
    static Config finished(Config found) {
        // Failures are counted, shown and waited for by ResourceWatch. Every watch has a connection
        // of its own: on a shared one that went dead, all would hang together.
        return new ConfigBuilder(found)
                .withAutoConfigure(false)
                .withRequestRetryBackoffLimit(0)
                .withHttp2Disable(true)
                .withHttpProxy(null)
                .withHttpsProxy(null)
                .build();
    }

    static ConfigBuilder base() {
        return new ConfigBuilder(Config.empty()).withAutoConfigure(false);
    }

    private PodAccess pod() {
        return new PodAccess(variables, root);
    }

    private Config serviceAccount() throws IOException {
        PodAccess pod = pod();
        ConfigBuilder builder =
                base().withMasterUrl(pod.address())
                        .withOauthTokenProvider(new TokenFile(pod.token()));
        Path authority = pod.authority();
        return authority == null
                ? builder.build()
                : builder.withCaCertFile(authority.toString()).build();
    }

    private Config kubeconfig() throws IOException {
        File file = kubeconfigFile();
        if (!file.canRead()) {
            throw new IOException(
                    "error connecting to k8s with auth_type=kubeConfig: %s cannot be read (expected: a kubeconfig, named by kubeconfig_path, KUBECONFIG or ~/.kube/config)"
                            .formatted(file));
        }
        String wanted = config.context();
        Config found;
        try {
            found = Config.fromKubeconfig(wanted.isEmpty() ? null : wanted, file);
        } catch (RuntimeException e) { // Of its parts and of YAML, whatever the file holds.
            throw unsound(file, text(e), e);
        }
        NamedContext present = found.getCurrentContext();
        if (present == null || !(wanted.isEmpty() || wanted.equals(present.getName()))) {
            throw unsound(file, missingContext(wanted, file, found), null);
        }
        requireCredentials(file, found, present);
        return found;
    }

    private static String missingContext(String wanted, File file, Config found) {
        String named = wanted.isEmpty() ? parsed(file).getCurrentContext() : wanted;
        String has =
                found.getContexts().stream()
                        .map(NamedContext::getName)
                        .collect(Collectors.joining(", "));
        return (named == null || named.isEmpty()
                        ? "current-context is not set"
                        : "the context \"%s\" does not exist".formatted(named))
                + (has.isEmpty() ? "" : ", contexts are: " + has);
    }

    /** The client goes on without a user where the command that names it fails. */
    private static void requireCredentials(File file, Config found, NamedContext context)
            throws IOException {
        boolean hasAny =
                Stream.of(
                                found.getOauthToken(),
                                found.getAutoOAuthToken(),
                                found.getClientCertData(),
                                found.getClientCertFile(),
                                found.getUsername())
                        .anyMatch(each -> each != null && !each.isEmpty());
        if (hasAny) {
            return;
        }
        String user = context.getContext().getUser();
        for (NamedAuthInfo each : parsed(file).getUsers()) {
            AuthInfo info = each.getUser();
            if (each.getName().equals(user) && info != null && info.getExec() != null) {
                throw new IOException(
                        "error connecting to k8s with auth_type=kubeConfig: %s: the command %s of user \"%s\" gives no credentials (expected: a command that is there and prints an ExecCredential)"
                                .formatted(file, info.getExec().getCommand(), user));
            }
        }
    }

    private static io.fabric8.kubernetes.api.model.Config parsed(File file) {
        return KubeConfigUtils.parseConfig(file);
    }

    private static IOException unsound(File file, String why, @Nullable Exception cause) {
        return new IOException(
                "error connecting to k8s with auth_type=kubeConfig: %s: %s (expected: a kubeconfig with clusters, users and contexts)"
                        .formatted(file, why),
                cause);
    }

    /** What the innermost cause says, in one line. */
    private static String text(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost instanceof NullPointerException
                ? "something is missing in it"
                : String.valueOf(innermost.getMessage()).strip().replaceAll("\\s+", " ");
    }

    private File kubeconfigFile() {
        if (!config.kubeconfigPath().isEmpty()) {
            return new File(config.kubeconfigPath());
        }
        String named = variables.apply("KUBECONFIG");
        if (named != null && !named.isEmpty()) {
            for (String each : named.split(File.pathSeparator)) {
                if (new File(each).canRead()) {
                    return new File(each);
                }
            }
            return new File(named);
        }
        String home = variables.apply("HOME");
        return new File(home == null ? System.getProperty("user.home") : home, ".kube/config");
    }
}
