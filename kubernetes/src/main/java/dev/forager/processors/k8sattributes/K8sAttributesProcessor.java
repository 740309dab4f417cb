// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.ottl.time.GoDurations;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Value;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.processors.k8sattributes.Association.Identifier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the pod of every resource and writes what is known of it. Thread-safe. */
final class K8sAttributesProcessor implements Processor {
    private static final Key POD_IP = MetadataField.POD_IP.key();
    private static final Key NAMESPACE = MetadataField.NAMESPACE_NAME.key();
    private static final Key SERVICE_NAMESPACE = MetadataField.SERVICE_NAMESPACE.key();
    private static final Key NODE = MetadataField.NODE_NAME.key();

    private static final List<Workload> WORKLOADS =
            List.of(
                    new Workload(Origin.DEPLOYMENT, MetadataField.DEPLOYMENT_UID.key()),
                    new Workload(Origin.REPLICASET, MetadataField.REPLICASET_UID.key()),
                    new Workload(Origin.STATEFULSET, MetadataField.STATEFULSET_UID.key()),
                    new Workload(Origin.DAEMONSET, MetadataField.DAEMONSET_UID.key()),
                    new Workload(Origin.JOB, MetadataField.JOB_UID.key()),
                    new Workload(Origin.CRONJOB, MetadataField.CRONJOB_UID.key()));

    private final K8sAttributesConfig config;
    private final ProcessorSettings settings;

    /** Of which labels or annotations are written. */
    private final List<Workload> workloads;

    private final ExtractionRules rules;
    private final Association association;
    private final AssociationMetrics metrics;
    private final SharedClusters clusters;
    private final Supplier<SharedClusters.Parts> maker;
    private final Consumer next;

    /** Null before start, after stop, and always where the API is not asked. */
    private volatile SharedClusters.@Nullable Parts parts;

    /** Of the page that stands for the pods where the API is not asked. */
    private volatile Runnable withdrawPage = () -> {};

    /**
     * A kind of workload that a resource may be of.
     *
     * @param uid the attribute that says so
     */
    private record Workload(Origin origin, Key uid) {}

    K8sAttributesProcessor(
            K8sAttributesConfig config,
            ProcessorSettings settings,
            ExtractionRules rules,
            Association association,
            SharedClusters clusters,
            Supplier<SharedClusters.Parts> maker,
            Consumer next) {
        this.config = config;
        this.settings = settings;
        this.rules = rules;
        this.workloads = WORKLOADS.stream().filter(each -> rules.hasRule(each.origin())).toList();
        this.association = association;
        this.metrics =
                new AssociationMetrics(
                        settings.meter(),
                        settings.gates(),
                        association.rules(),
                        settings.pipeline().signal());
        this.clusters = clusters;
        this.maker = maker;
        this.next = next;
    }

    @Override
    public void start(Host host) throws IOException, InterruptedException {
        if (config.passthrough()) {
            withdrawPage = host.offer(new PassthroughPage(settings.id(), settings.pipeline()));
            return;
        }
        SharedClusters.Parts started =
                clusters.join(
                        settings.id(),
                        config,
                        maker,
                        fresh -> {
                            fresh.cluster().start(settings.build());
                            fresh.hold().start();
                            return host.offer(fresh.page());
                        });
        parts = started;
        started.cluster().reportTo(host::report);
        if (config.waitForMetadata()
                && !started.cluster().awaitWhole(config.waitForMetadataTimeout())) {
            throw new IOException(
                    "failed to wait for caches to sync within %s (wait_for_metadata_timeout): %s"
                            .formatted(
                                    GoDurations.format(config.waitForMetadataTimeout().toNanos()),
                                    started.cluster().why()));
        }
    }

    @Override
    public void stop(Duration limit) {
        withdrawPage.run();
        SharedClusters.Parts stopped = parts;
        parts = null;
        if (stopped != null) {
            clusters.leave(settings.id(), config);
        }
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        List<? extends ResourceGroup> groups = telemetry.resources();
        String connection = Addresses.ofSender(context.client(), config.connectionHeader());
        SharedClusters.Parts known = parts;
        @Nullable Identifier[] identifiers = identify(groups, connection);
        if (known != null) {
            known.hold().forSync(telemetry, context);
            known.hold().forPods(telemetry, context, identifiers);
        }
        enrich(telemetry.resources(), identifiers, known);
        next.consume(telemetry, context);
    }

    private @Nullable Identifier[] identify(
            List<? extends ResourceGroup> groups, @Nullable String connection) {
        var identifiers = new @Nullable Identifier[groups.size()];
        for (int i = 0; i < identifiers.length; i++) {
            identifiers[i] =
                    association.identify(groups.get(i).resource().attributes(), connection);
        }
        return identifiers;
    }

    private void enrich(
            List<? extends ResourceGroup> groups,
            @Nullable Identifier[] identifiers,
            SharedClusters.@Nullable Parts known) {
        boolean writesAddress = config.passthrough() || rules.has(MetadataField.POD_IP);
        AssociationMetrics.Request request = metrics.new Request();
        for (int i = 0; i < identifiers.length; i++) {
            Attributes resource = groups.get(i).resource().attributes();
            Identifier identifier = identifiers[i];
            if (writesAddress && identifier != null && identifier.address() != null) {
                setUnlessEmpty(resource, identifier.address());
            }
            if (known != null) {
                request.note(identifier, enrich(resource, identifier, known.directory()));
            }
        }
        request.add();
    }

    private static void setUnlessEmpty(Attributes resource, String address) {
        if (resource.getString(POD_IP, "").isEmpty()) {
            resource.put(POD_IP, address);
        }
    }

    private boolean enrich(
            Attributes resource, @Nullable Identifier identifier, Directory directory) {
        PodEntry entry = identifier == null ? null : directory.find(identifier);
        if (entry != null && entry.ignored() == null) {
            Enrichment.write(entry, resource);
            return true;
        }
        // The resource may still say where it is.
        String namespace = resource.getString(NAMESPACE, "");
        if (!namespace.isEmpty()) {
            Enrichment.write(directory.attributes(Origin.NAMESPACE, namespace), resource);
            if (rules.has(MetadataField.SERVICE_NAMESPACE)) {
                resource.putIfAbsent(SERVICE_NAMESPACE, Value.of(namespace));
            }
        }
        String node = resource.getString(NODE, "");
        if (!node.isEmpty()) {
            Enrichment.write(directory.attributes(Origin.NODE, node), resource);
        }
        for (Workload each : workloads) {
            String uid = resource.getString(each.uid(), "");
            if (!uid.isEmpty()) {
                Enrichment.write(directory.attributesByUid(each.origin(), uid), resource);
            }
        }
        return entry != null;
    }
}
