// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.kubernetes;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Gates;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.ServiceView;
import dev.forager.processors.k8sattributes.K8sAttributesConfig;
import dev.forager.processors.k8sattributes.K8sAttributesFactory;
import dev.forager.testkit.ManyPods;
import dev.forager.testkit.TestHost;
import io.opentelemetry.api.OpenTelemetry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.helpers.NOPLogger;

/** The API of a cluster with very many pods, and a processor that knows them all. */
final class KnownCluster implements AutoCloseable {
    private static final ServiceView.BuildInfo BUILD =
            new ServiceView.BuildInfo("forager", "Forager", "benchmark");

    private final ManyPods server;
    private final Processor processor;

    /**
     * A processor that has just learned everything.
     *
     * @param syncPeriod how often it makes all entries anew
     * @param next what it hands to
     */
    KnownCluster(int pods, Duration syncPeriod, Consumer next) throws Exception {
        server = new ManyPods(pods, 0);
        Path kubeconfig = server.kubeconfig(Files.createTempDirectory("benchmark"));
        processor = create(kubeconfig, syncPeriod, next);
        processor.start(new TestHost());
    }

    private static Processor create(Path kubeconfig, Duration syncPeriod, Consumer next)
            throws ConfigException {
        K8sAttributesConfig config =
                RecordBinder.read(
                        """
                        auth_type: kubeConfig
                        kubeconfig_path: %s
                        kube_api_qps: 1000
                        kube_api_burst: 1000
                        wait_for_metadata: true
                        wait_for_metadata_timeout: 120s
                        watch_sync_period: %ds
                        extract: {metadata: [k8s.namespace.name, k8s.pod.name, k8s.pod.uid, k8s.pod.start_time, k8s.deployment.name, k8s.node.name, k8s.container.name, container.id, container.image.name, container.image.tag]}
                        """
                                .formatted(kubeconfig, syncPeriod.toSeconds()),
                        K8sAttributesConfig.class);
        var settings =
                new ProcessorSettings(
                        ComponentId.parse("k8s_attributes"),
                        new PipelineId(Signal.TRACES, null),
                        NOPLogger.NOP_LOGGER,
                        OpenTelemetry.noop().getMeter("benchmark"),
                        InstantSource.system(),
                        MemoryBudget.unlimited(),
                        BUILD,
                        Gates.UNTOUCHED);
        return new K8sAttributesFactory().create(config, settings, next);
    }

    /** One resource of an SDK, with one span. */
    static Payload payload() {
        var traces = Traces.create();
        var group = traces.addResource();
        group.resource()
                .attributes()
                .put("service.name", "checkout")
                .put("telemetry.sdk.language", "java")
                .put("telemetry.sdk.name", "opentelemetry")
                .put("telemetry.sdk.version", "1.67.0")
                .put("process.pid", 4711)
                .put("host.name", "web-7d4b9c6f5-04321");
        group.addScope().addSpan().name("GET /cart");
        return traces.seal();
    }

    /** A request of this pod. */
    static Context from(int pod) {
        return Context.of(
                new ClientInfo(
                        new InetSocketAddress(InetAddress.ofLiteral(ManyPods.address(pod)), 40_000),
                        AuthResult.none(),
                        Metadata.empty()),
                null);
    }

    void consume(Payload payload, Context context) throws ConsumeException {
        processor.consume(payload.open(), context);
    }

    @Override
    public void close() {
        processor.stop(Duration.ofSeconds(5));
        server.close();
    }
}
