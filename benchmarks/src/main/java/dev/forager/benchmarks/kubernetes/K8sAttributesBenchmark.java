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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.helpers.NOPLogger;

/**
 * One resource of an SDK with one span: {@link #openAndSeal} without the processor, {@link #enrich}
 * with it, among 5000 pods, ten attributes written. The difference is what enrichment costs a
 * resource; sealing what was written is in it.
 *
 * <p>Run as {@code CodecBenchmark}, with {@code K8sAttributesBenchmark -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class K8sAttributesBenchmark {
    private static final int PODS = 5000;
    private static final ServiceView.BuildInfo BUILD =
            new ServiceView.BuildInfo("forager", "Forager", "benchmark");

    @SuppressWarnings("NullAway.Init") // JMH calls prepare() first
    private ManyPods server;

    @SuppressWarnings("NullAway.Init") // JMH calls prepare() first
    private Processor processor;

    private Payload payload = Payload.empty(Signal.TRACES);
    private Context context = Context.background();
    private long bytes;

    /** The API of {@value #PODS} pods, and a processor that knows them. */
    @Setup
    public void prepare() throws Exception {
        server = new ManyPods(PODS, 0);
        processor = create(server.kubeconfig(Files.createTempDirectory("benchmark")));
        processor.start(new TestHost());
        payload = payload();
        context =
                Context.of(
                        new ClientInfo(
                                new InetSocketAddress(
                                        InetAddress.ofLiteral(ManyPods.address(4321)), 40000),
                                AuthResult.none(),
                                Metadata.empty()),
                        null);
        processor.consume(payload.open(), context);
        if (bytes < payload.byteSize() + 100L) {
            throw new IllegalStateException("the pod was not found");
        }
    }

    private Processor create(Path kubeconfig) throws ConfigException {
        K8sAttributesConfig config =
                RecordBinder.read(
                        """
                        auth_type: kubeConfig
                        kubeconfig_path: %s
                        wait_for_metadata: true
                        wait_for_metadata_timeout: 60s
                        extract: {metadata: [k8s.namespace.name, k8s.pod.name, k8s.pod.uid, k8s.pod.start_time, k8s.deployment.name, k8s.node.name, k8s.container.name, container.id, container.image.name, container.image.tag]}
                        """
                                .formatted(kubeconfig),
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
        return new K8sAttributesFactory()
                .create(config, settings, (telemetry, _) -> bytes += telemetry.seal().byteSize());
    }

    private static Payload payload() {
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

    /** Without the processor. */
    @Benchmark
    public long openAndSeal() {
        var telemetry = payload.open();
        return (long) telemetry.resources().size() + telemetry.seal().byteSize();
    }

    /** With it. */
    @Benchmark
    public long enrich() throws ConsumeException {
        processor.consume(payload.open(), context);
        return bytes;
    }

    /** Ends both. */
    @TearDown
    public void close() {
        processor.stop(Duration.ofSeconds(5));
        server.close();
    }
}
