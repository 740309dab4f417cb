// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.kubernetes.ApiResource;
import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesObject;
import dev.forager.kubernetes.MetadataReader;
import dev.forager.kubernetes.ObjectMeta;
import dev.forager.kubernetes.ObjectReader;
import dev.forager.kubernetes.ResourceWatch;
import dev.forager.kubernetes.Selection;
import dev.forager.kubernetes.WatchListener;
import dev.forager.kubernetes.WatchStatus;
import dev.forager.kubernetes.WatchTiming;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ServiceView;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Fills a directory: watches what the rules need, the objects around pods first, and says what is
 * missing and what to grant. Nothing that fails here stops the pipeline. Thread-safe.
 */
final class Cluster implements AutoCloseable {
    /** Pods are more useful late than never: so long they wait for the objects around them. */
    private static final Duration FOR_OTHERS = Duration.ofSeconds(5);

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final K8sAttributesConfig config;
    private final ExtractionRules rules;
    private final Directory directory;
    private final DirectoryMetrics metrics;
    private final Logger logger;
    private final WatchTiming timing;
    private final RandomGenerator random;
    private final PodFilter filter;
    private final boolean needsContainers;
    private final List<ResourceWatch<?>> others = new ArrayList<>();
    private final List<ResourceWatch<?>> podWatches = new ArrayList<>();
    private final Map<String, WatchStatus> statuses = new LinkedHashMap<>();
    private final Set<String> toldOnce = ConcurrentHashMap.newKeySet();
    private final List<Consumer<ComponentStatus>> reporters = new CopyOnWriteArrayList<>();
    private final CountDownLatch synced = new CountDownLatch(1);
    private final Arrivals told = new Arrivals();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean overdue;
    private @Nullable KubernetesClient client;
    private @Nullable ReplicaSetOwners replicaSets;

    Cluster(
            K8sAttributesConfig config,
            ExtractionRules rules,
            Association association,
            PodFilter filter,
            Directory directory,
            DirectoryMetrics metrics,
            Logger logger,
            WatchTiming timing,
            RandomGenerator random) {
        this.config = config;
        this.rules = rules;
        this.filter = filter;
        this.directory = directory;
        this.metrics = metrics;
        this.logger = logger;
        this.timing = timing;
        this.random = random;
        this.needsContainers = rules.hasContainers() || association.needsContainers();
    }

    /**
     * Begins to watch and returns.
     *
     * @throws IOException when there are no credentials, or no server is named
     */
    void start(ServiceView.BuildInfo build) throws IOException {
        KubernetesClient opened = KubernetesClient.open(config.api(), build);
        client = opened;
        logger.atInfo()
                .addKeyValue("labelSelector", filter.labels())
                .addKeyValue("fieldSelector", filter.fields())
                .addKeyValue("server", opened.server().toString())
                .log("k8s filtering");
        watchOthers(opened);
        if (rules.asksForReplicaSets()) {
            replicaSets =
                    new ReplicaSetOwners(
                            opened,
                            directory,
                            reader(Origin.REPLICASET),
                            filter.namespaceSelections(),
                            status -> note(ApiResource.REPLICA_SETS.toString(), status));
        }
        for (Selection selection : filter.podSelections()) {
            podWatches.add(
                    watch(
                            opened,
                            ApiResource.PODS,
                            selection,
                            new PodReader(rules, needsContainers),
                            new Pods(selection.namespace())));
        }
        others.forEach(ResourceWatch::start);
        threads.add(Thread.ofVirtual().name("k8s-attributes-start").start(this::startPods));
        threads.add(Thread.ofVirtual().name("k8s-attributes-sweep").start(this::sweep));
    }

    private void watchOthers(KubernetesClient opened) {
        if (rules.needsClusterUidOnly()) {
            watchOther(opened, Origin.NAMESPACE, Selection.named("kube-system"));
        } else if (rules.needs(Origin.NAMESPACE)) {
            watchOther(opened, Origin.NAMESPACE, Selection.all());
        }
        if (rules.needs(Origin.NODE)) {
            watchOther(opened, Origin.NODE, filter.nodeSelection());
        }
        for (Origin origin :
                List.of(
                        Origin.DEPLOYMENT,
                        Origin.STATEFULSET,
                        Origin.DAEMONSET,
                        Origin.CRONJOB,
                        Origin.JOB)) {
            if (rules.needs(origin)) {
                filter.namespaceSelections().forEach(each -> watchOther(opened, origin, each));
            }
        }
    }

    private void watchOther(KubernetesClient opened, Origin origin, Selection selection) {
        others.add(
                watch(
                        opened,
                        resource(origin),
                        selection,
                        reader(origin),
                        new Others(origin, selection)));
    }

    private MetadataReader reader(Origin origin) {
        return new MetadataReader(
                key -> rules.wantsLabel(origin, key), key -> rules.wantsAnnotation(origin, key));
    }

    private <T extends KubernetesObject> ResourceWatch<T> watch(
            KubernetesClient opened,
            ApiResource resource,
            Selection selection,
            ObjectReader<T> reader,
            WatchListener<T> listener) {
        return new ResourceWatch<>(opened, resource, selection, reader, listener, timing, random);
    }

    private static ApiResource resource(Origin origin) {
        return switch (origin) {
            case POD -> ApiResource.PODS;
            case NAMESPACE -> ApiResource.NAMESPACES;
            case NODE -> ApiResource.NODES;
            case DEPLOYMENT -> ApiResource.DEPLOYMENTS;
            case REPLICASET -> ApiResource.REPLICA_SETS;
            case STATEFULSET -> ApiResource.STATEFUL_SETS;
            case DAEMONSET -> ApiResource.DAEMON_SETS;
            case JOB -> ApiResource.JOBS;
            case CRONJOB -> ApiResource.CRON_JOBS;
        };
    }

    /** Pods of one list. */
    private final class Pods implements WatchListener<Pod> {
        private final @Nullable String namespace;

        Pods(@Nullable String namespace) {
            this.namespace = namespace;
        }

        @Override
        public void present(Pod pod) {
            directory.present(pod);
            ReplicaSetOwners owners = replicaSets;
            if (owners != null) {
                owners.noteOwnerOf(pod);
                if (isSynced()) {
                    owners.find();
                }
            }
        }

        @Override
        public void gone(Pod pod) {
            directory.gone(pod.metadata().uid());
        }

        @Override
        public void listed(Set<String> uids) {
            directory.listed(
                    uids, pod -> namespace == null || namespace.equals(pod.metadata().namespace()));
        }

        @Override
        public void status(WatchStatus status) {
            note(ApiResource.PODS + (namespace == null ? "" : " in " + namespace), status);
        }
    }

    /** Objects around pods. */
    private final class Others implements WatchListener<ObjectMeta> {
        private final Origin origin;
        private final Selection selection;

        Others(Origin origin, Selection selection) {
            this.origin = origin;
            this.selection = selection;
        }

        @Override
        public void present(ObjectMeta meta) {
            directory.present(origin, meta);
        }

        @Override
        public void gone(ObjectMeta meta) {
            directory.gone(origin, ClusterObjects.key(origin, meta));
        }

        @Override
        public void listed(Set<String> uids) {
            directory.listed(origin, uids, selection.namespace());
        }

        @Override
        public void status(WatchStatus status) {
            String namespace = selection.namespace();
            note(resource(origin) + (namespace == null ? "" : " in " + namespace), status);
        }
    }

    private void startPods() {
        try {
            for (ResourceWatch<?> other : others) {
                if (!other.awaitFirstList(FOR_OTHERS)) {
                    break;
                }
            }
            podWatches.forEach(ResourceWatch::start);
            for (ResourceWatch<?> pods : podWatches) {
                pods.awaitFirstList();
            }
            for (ResourceWatch<?> other : others) {
                other.awaitFirstList();
            }
            ReplicaSetOwners owners = replicaSets;
            if (owners != null) {
                owners.start();
                owners.find();
                boolean _ = owners.awaitFirst(FOR_OTHERS);
            }
            synced.countDown();
            told.signal();
            logSynced();
            report();
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void logSynced() {
        List<String> refused = neverTold();
        if (refused.isEmpty()) {
            logger.atInfo().addKeyValue("pods", directory.size()).log("Kubernetes metadata synced");
        } else {
            logger.atWarn()
                    .addKeyValue("pods", directory.size())
                    .addKeyValue("refused", String.join(", ", refused))
                    .log("Kubernetes metadata synced as far as it is not refused");
        }
    }

    private void sweep() {
        try {
            if (!awaitSynced(config.hold().syncTimeout())) {
                overdue = true;
                logger.atWarn()
                        .addKeyValue("missing", missing())
                        .log(
                                "Kubernetes has not told everything in time; telemetry goes on as it is");
                report();
            }
        } catch (InterruptedException e) {
            return;
        }
        long period = config.watchSyncPeriod().toNanos();
        long since = System.nanoTime();
        try {
            while (!closed.await(SWEEP.toMillis(), TimeUnit.MILLISECONDS)) {
                directory.sweep();
                if (period > 0 && System.nanoTime() - since >= period) {
                    since = System.nanoTime();
                    directory.resync();
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Whether everything that can be known has been told once. */
    boolean isSynced() {
        return synced.getCount() == 0;
    }

    /** Whether it ever told of pods; where it refuses to, none is about to come. */
    boolean tellsOfPods() {
        String pods = ApiResource.PODS.toString();
        return toldOnce.stream().anyMatch(what -> what.startsWith(pods));
    }

    /** Tells when that is so. */
    Arrivals told() {
        return told;
    }

    /** Waits for that. */
    boolean awaitSynced(Duration most) throws InterruptedException {
        return synced.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until that is so and nothing is refused. */
    boolean awaitWhole(Duration most) throws InterruptedException {
        var whole = new CountDownLatch(1);
        Consumer<ComponentStatus> reporter =
                status -> {
                    if (isSynced() && status.equals(ComponentStatus.ok())) {
                        whole.countDown();
                    }
                };
        reportTo(reporter);
        try {
            return whole.await(most.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            reporters.remove(reporter);
        }
    }

    /** Tells {@code reporter} how all is, now and at every change. */
    void reportTo(Consumer<ComponentStatus> reporter) {
        reporters.add(reporter);
        reporter.accept(status());
    }

    /** The state of every watch, by what is watched. */
    Map<String, WatchStatus> statuses() {
        synchronized (statuses) {
            return new LinkedHashMap<>(statuses);
        }
    }

    /** What the API has not told even once. */
    List<String> neverTold() {
        return statuses().keySet().stream().filter(what -> !toldOnce.contains(what)).toList();
    }

    private void note(String what, WatchStatus status) {
        WatchStatus before;
        synchronized (statuses) {
            before = statuses.put(what, status);
        }
        switch (status.state()) {
            case LISTING -> {}
            case SYNCED -> {
                toldOnce.add(what);
                if (before != null && !before.text().isEmpty()) {
                    logger.atInfo().addKeyValue("resource", what).log("Kubernetes answers again");
                }
            }
            case FAILING, REFUSED -> {
                metrics.watchFailed(what);
                if (before == null || !before.text().equals(status.text())) {
                    logger.atWarn()
                            .addKeyValue("resource", what)
                            .addKeyValue("error", status.text())
                            .log(
                                    toldOnce.contains(what)
                                            ? "Kubernetes does not tell; what is known is used"
                                            : "Kubernetes does not tell; nothing is known of it");
                }
            }
        }
        report();
    }

    private void report() {
        ComponentStatus status = status();
        reporters.forEach(reporter -> reporter.accept(status));
    }

    private ComponentStatus status() {
        if (!isSynced() && !overdue) {
            return ComponentStatus.gettingReady(why());
        }
        String missing = missing();
        return missing.isEmpty() ? ComponentStatus.ok() : ComponentStatus.recoverable(missing);
    }

    /** Why not everything was told yet. */
    String why() {
        String missing = missing();
        return missing.isEmpty() ? "Kubernetes has not told everything yet" : missing;
    }

    /** What is not told, and why; empty if nothing fails. */
    String missing() {
        var missing = new ArrayList<String>();
        statuses()
                .forEach(
                        (what, status) -> {
                            if (!status.text().isEmpty()) {
                                missing.add(what + ": " + status.text());
                            }
                        });
        return String.join("; ", missing);
    }

    @Override
    public void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
        podWatches.forEach(ResourceWatch::close);
        others.forEach(ResourceWatch::close);
        ReplicaSetOwners owners = replicaSets;
        if (owners != null) {
            owners.close();
        }
        KubernetesClient opened = client;
        if (opened != null) {
            opened.close();
        }
    }
}
