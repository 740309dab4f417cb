// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.kubernetes.ApiResource;
import dev.forager.kubernetes.ApiServer;
import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.kubernetes.PodAccess;
import dev.forager.kubernetes.ResourceWatch;
import dev.forager.kubernetes.Selection;
import dev.forager.kubernetes.WatchTiming;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.ServiceView;
import dev.forager.receivers.prometheus.config.KubernetesSdConfig;
import dev.forager.receivers.prometheus.scrape.HttpAccess;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Targets that Kubernetes knows. Objects are listed and watched; what they say is made into groups
 * at most once a second. While the API cannot be reached the targets stay as they were.
 */
public final class KubernetesDiscovery implements Discovery {
    /** Changes come in bursts: a rollout is hundreds of events. Chosen. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Most time until a server of tokens has answered. Chosen. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Map<String, ApiResource> RESOURCES =
            Map.of(
                    "node", ApiResource.NODES,
                    "pod", ApiResource.PODS,
                    "service", ApiResource.SERVICES,
                    "endpoints", ApiResource.ENDPOINTS,
                    "endpointslice", ApiResource.ENDPOINT_SLICES,
                    "ingress", ApiResource.INGRESSES,
                    "namespace", ApiResource.NAMESPACES,
                    "replicaset", ApiResource.REPLICA_SETS,
                    "job", ApiResource.JOBS);

    private final KubernetesSdConfig config;
    private final ServiceView.BuildInfo build;
    private final Logger log;
    private final Semaphore changed = new Semaphore(0);
    private final Map<String, KubeStore> stores = new LinkedHashMap<>();
    private final InstantSource clock;

    /** Of a server that the user names, once it was connected to. */
    private @Nullable HttpAccess credentials;

    /** Connects when it runs. */
    public KubernetesDiscovery(
            KubernetesSdConfig config,
            ServiceView.BuildInfo build,
            InstantSource clock,
            Logger log) {
        this.config = config;
        this.build = build;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void run(Consumer<List<TargetGroup>> found) throws InterruptedException {
        List<ResourceWatch<KubeTree>> watches = new ArrayList<>();
        try (KubernetesClient client = connect()) {
            for (String kind : kinds()) {
                stores.put(kind, new KubeStore(changed::release, log));
            }
            for (String kind : kinds()) {
                watch(kind, client, watches);
            }
            for (ResourceWatch<KubeTree> watch : watches) {
                watch.awaitFirstList();
            }
            follow(found);
        } finally {
            watches.forEach(ResourceWatch::close);
            if (credentials != null) {
                credentials.close();
            }
        }
    }

    /** Kinds of objects that the role reads, its own first. */
    private List<String> kinds() {
        KubernetesSdConfig.AttachMetadata attached = config.attachMetadata();
        List<String> kinds = new ArrayList<>(List.of(config.role()));
        boolean hasPods = !List.of("node", "service", "ingress").contains(config.role());
        if (config.role().startsWith("endpoint")) {
            kinds.addAll(List.of("service", "pod"));
        }
        if (attached.node() && hasPods) {
            kinds.add("node");
        }
        if (attached.namespace() && !config.role().equals("node")) {
            kinds.add("namespace");
        }
        if (attached.deployment() && hasPods) {
            kinds.add("replicaset");
        }
        if (attached.cronjob() && hasPods) {
            kinds.add("job");
        }
        return kinds;
    }

    private KubernetesClient connect() throws InterruptedException {
        while (true) {
            try {
                return open();
            } catch (IOException e) {
                log.atError()
                        .addKeyValue("err", e.getMessage())
                        .log("Kubernetes cannot be reached: trying again");
                changed.tryAcquire(RETRY.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private KubernetesClient open() throws IOException {
        if (config.apiServer().isEmpty()) {
            return KubernetesClient.open(
                    config.kubeconfigFile().isEmpty()
                            ? KubernetesConfig.serviceAccount()
                            : KubernetesConfig.kubeconfig(config.kubeconfigFile()),
                    build);
        }
        String userAgent = build.command() + "/" + build.version();
        HttpAccess known = credentials();
        var server =
                new ApiServer(
                        URI.create(config.apiServer()),
                        config.http().tlsConfig().settings(),
                        () -> known.headers(userAgent, Deadline.after(PATIENCE)),
                        new ApiServer.Proxy(
                                config.http().proxy().proxyUrl(), config.http().proxy().noProxy()));
        return KubernetesClient.open(server, userAgent, log);
    }

    private HttpAccess credentials() throws IOException {
        HttpAccess known = credentials;
        if (known == null) {
            known = HttpAccess.open(config.http(), clock, log);
            credentials = known;
        }
        return known;
    }

    private void watch(
            String kind, KubernetesClient client, List<ResourceWatch<KubeTree>> watches) {
        ApiResource resource = Objects.requireNonNull(RESOURCES.get(kind));
        KubeStore store = Objects.requireNonNull(stores.get(kind));
        boolean isMetadataOnly =
                List.of("namespace", "replicaset", "job").contains(kind)
                        || (kind.equals("node") && !config.role().equals("node"));
        KubernetesSdConfig.Selector selector = config.selector(kind);
        for (String namespace : namespaces(resource)) {
            String where = namespace.isEmpty() ? null : namespace;
            var watch =
                    new ResourceWatch<>(
                            client,
                            resource,
                            new Selection(where, selector.label(), selector.field()),
                            new KubeTreeReader(isMetadataOnly),
                            store.listener(where, kind),
                            WatchTiming.DEFAULT,
                            new SplittableRandom());
            watch.start();
            watches.add(watch);
        }
    }

    /** Names of namespaces; the empty one is all of them. */
    private List<String> namespaces(ApiResource resource) {
        if (!resource.namespaced()) {
            return List.of("");
        }
        List<String> names = new ArrayList<>(config.namespaces().names());
        if (config.namespaces().ownNamespace()) {
            try {
                names.add(PodAccess.ofProcess().namespace());
            } catch (IOException e) {
                log.atError()
                        .addKeyValue("err", e.toString())
                        .log("could not determine the pod's namespace");
            }
        }
        return names.isEmpty() ? List.of("") : names;
    }

    private void follow(Consumer<List<TargetGroup>> found) throws InterruptedException {
        while (true) {
            changed.drainPermits();
            found.accept(groups());
            changed.acquire();
            waitFor(PAUSE);
        }
    }

    private static void waitFor(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private List<TargetGroup> groups() {
        var targets = new KubeTargets(config.attachMetadata(), stores);
        List<TargetGroup> groups = new ArrayList<>();
        for (KubeTree object : Objects.requireNonNull(stores.get(config.role())).all()) {
            TargetGroup group = group(object, targets);
            if (group != null) {
                groups.add(group);
            }
        }
        return groups;
    }

    private @Nullable TargetGroup group(KubeTree object, KubeTargets targets) {
        return switch (config.role()) {
            case "node" -> targets.node(object);
            case "pod" -> targets.pod(object);
            case "service" -> targets.service(object);
            case "ingress" -> targets.ingress(object);
            case "endpoints" -> new EndpointTargets(targets, stores).endpoints(object);
            default -> new EndpointTargets(targets, stores).slice(object);
        };
    }
}
