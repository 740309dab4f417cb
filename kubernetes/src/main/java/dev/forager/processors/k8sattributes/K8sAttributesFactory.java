// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.kubernetes.WatchTiming;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.ServiceView;
import dev.forager.pipeline.Stability;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Registers the processor {@code k8s_attributes}. Thread-safe. */
public final class K8sAttributesFactory implements ProcessorFactory<K8sAttributesConfig> {
    private final SharedClusters clusters = new SharedClusters();
    private final WatchTiming timing;

    /** As the catalog makes it. */
    public K8sAttributesFactory() {
        this(WatchTiming.DEFAULT);
    }

    K8sAttributesFactory(WatchTiming timing) {
        this.timing = timing;
    }

    @Override
    public ComponentInfo<K8sAttributesConfig> info() {
        return ComponentInfo.of("k8s_attributes", K8sAttributesConfig.class)
                .describedAs(
                        "Finds the pod that telemetry comes from and writes what Kubernetes knows of"
                                + " it.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS)
                .stability(Stability.DEVELOPMENT, PROFILES);
    }

    /**
     * Asks the API which pods have an address or a name, where no processor runs that could say
     * what it knows.
     *
     * @param word an address, a name, a namespace and a name with a slash between them, a uid, or
     *     the beginning of a container's ID
     * @return a text for people
     * @throws IOException when the API cannot be asked; says why
     */
    public static String lookUp(KubernetesConfig api, String word, ServiceView.BuildInfo build)
            throws IOException {
        try (KubernetesClient client = KubernetesClient.open(api, build)) {
            return PodLookup.of(word, client);
        }
    }

    @Override
    public Processor create(K8sAttributesConfig config, ProcessorSettings settings, Consumer next) {
        warn(config.extract().labels(), "extract::labels", settings.logger());
        warn(config.extract().annotations(), "extract::annotations", settings.logger());
        for (int i = 0; i < config.podAssociation().size(); i++) {
            warn("pod_association", i, config.podAssociation().get(i).doubt(), settings.logger());
        }
        var rules = new ExtractionRules(config, settings.gates());
        var association = new Association(config.podAssociation());
        return new K8sAttributesProcessor(
                config,
                settings,
                rules,
                association,
                clusters,
                () -> parts(config, settings, rules, association),
                next);
    }

    private static void warn(
            List<K8sAttributesConfig.FieldExtract> fields, String key, Logger logger) {
        for (int i = 0; i < fields.size(); i++) {
            warn(key, i, fields.get(i).doubt(), logger);
        }
    }

    private static void warn(String key, int place, @Nullable String doubt, Logger logger) {
        if (doubt != null) {
            logger.atWarn()
                    .addKeyValue("key", "%s[%d]".formatted(key, place))
                    .addKeyValue("reason", doubt)
                    .log("A rule does not do what it seems to");
        }
    }

    private SharedClusters.Parts parts(
            K8sAttributesConfig config,
            ProcessorSettings settings,
            ExtractionRules rules,
            Association association) {
        // At start, as upstream: a file is checked where the pod's variables are not set.
        PodFilter filter = PodFilter.of(config.filter(), System::getenv);
        var metrics = new DirectoryMetrics(settings.meter(), settings.gates());
        var directory =
                new Directory(
                        rules,
                        association,
                        config.podDeleteGracePeriod(),
                        metrics,
                        System::nanoTime);
        var cluster =
                new Cluster(
                        config,
                        rules,
                        association,
                        filter,
                        directory,
                        metrics,
                        settings.logger(),
                        timing,
                        RandomGenerator.getDefault());
        var hold = new Hold(config.hold(), cluster, directory, settings.meter(), System::nanoTime);
        var page =
                new Explainer(
                        settings.id(),
                        association,
                        filter,
                        directory,
                        cluster,
                        config.podDeleteGracePeriod(),
                        System::nanoTime);
        return new SharedClusters.Parts(cluster, directory, hold, page);
    }
}
