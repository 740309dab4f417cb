// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Payload;
import dev.forager.pdata.SeverityNumber;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Receiver;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.receivers.ebpf.custom.ExampleObject;
import dev.forager.testkit.ConfigAssertions;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** The example of a user's program, as it is shipped, against the kernel of this machine. */
@KernelTest
class CustomKernelTest {
    private final TestConsumers next = TestConsumers.of(Signal.LOGS, Signal.METRICS);

    private Receiver start() throws Exception {
        var factory = new EbpfReceiverFactory();
        var config =
                ConfigAssertions.assertThatConfig(factory, ExampleObject.receiverConfig()).binds();
        Receiver receiver = factory.create(config, new TestSettings().receiver("ebpf"), next);
        receiver.start(new TestHost());
        return receiver;
    }

    @Test
    void mapsAndRing_becomeMetricsAndLogs() throws Exception {
        try (var cgroup = TestCgroup.make("custom")) {
            Receiver receiver = start();
            cgroup.run("for i in 1 2 3; do sh -c 'exit 7'; done; sh -c 'kill -KILL $$'; true");
            receiver.stop(ScenarioRun.PATIENCE);
            Payload metrics = next.sink(Signal.METRICS).payloads().getLast();
            Points exits = Points.of(metrics, "app.exits").where(each -> each.isOf(cgroup));
            assertThat(exits.where("process.exit.code", 7).where("app.exit.signal", "none").total())
                    .isEqualTo(3);
            assertThat(exits.where("app.exit.signal", "SIGKILL").total()).isEqualTo(1);
            assertThat(exits.where("user.id", 0).total()).isEqualTo(exits.total());
            var lifetimes = (HistogramDataPoint) Points.of(metrics, "app.lifetime").only();
            assertThat(lifetimes.count()).isGreaterThanOrEqualTo(exits.total());
            List<LogRecord> failures =
                    Records.of(next.sink(Signal.LOGS).payloads(), cgroup)
                            .named("app.failure")
                            .with("process.exit.code", 7)
                            .with("process.executable.name", "sh")
                            .all();
            assertThat(failures)
                    .hasSize(3)
                    .allSatisfy(
                            each -> {
                                assertThat(each.severityNumber()).isEqualTo(SeverityNumber.WARN);
                                assertThat(each.attributes().getLong("process.pid", 0))
                                        .isPositive();
                                assertThat(each.timeUnixNano())
                                        .isLessThanOrEqualTo(each.observedTimeUnixNano());
                            });
            assertThat(
                            Points.of(metrics, "ebpf.events")
                                    .where("ebpf.probe", "custom.exits")
                                    .where("ebpf.outcome", "emitted")
                                    .total())
                    .isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void aProgramThatTheVerifierRefuses_isOff_andItsLogIsThere() throws Exception {
        Path object = Path.of("src/test/resources/dev/forager/receivers/ebpf/bpf/refused.bpf.o");
        var factory = new EbpfReceiverFactory();
        var settings = new TestSettings();
        var config =
                ConfigAssertions.assertThatConfig(
                                factory,
                                """
                                custom: [{name: broken, object: %s, metrics: [{map: refused_calls, name: calls, type: counter}]}]
                                probes: {network: {enabled: false}, performance: {enabled: false}, security: {enabled: false}, faults: {enabled: false}}
                                """
                                        .formatted(object.toAbsolutePath()))
                        .binds();
        settings.log().from(Level.DEBUG);
        Receiver receiver = factory.create(config, settings.receiver("ebpf"), next);
        receiver.start(new TestHost());
        receiver.stop(ScenarioRun.PATIENCE);
        assertThat(settings.log().messages())
                .anyMatch(
                        line ->
                                line.startsWith("Probe custom.broken: off: load")
                                        && line.contains("outside of the allowed memory range")
                                        && line.contains("a program of your own wants mending"))
                .anyMatch(
                        line ->
                                line.startsWith("Probe custom.broken: ")
                                        && line.contains("-- END PROG LOAD LOG --"));
    }

    @Test
    void twoReceivers_getEveryRecord() throws Exception {
        var other = new CustomKernelTest();
        try (var cgroup = TestCgroup.make("custom2")) {
            Receiver one = start();
            Receiver two = other.start();
            cgroup.run("for i in 1 2 3 4 5; do sh -c 'exit 9'; done; true");
            one.stop(ScenarioRun.PATIENCE);
            two.stop(ScenarioRun.PATIENCE);
            for (TestConsumers each : List.of(next, other.next)) {
                assertThat(
                                Records.of(each.sink(Signal.LOGS).payloads(), cgroup)
                                        .with("process.exit.code", 9)
                                        .all())
                        .hasSize(5);
            }
        }
    }

    @Test
    void afterTheStop_nothingIsLeftInTheKernel() throws Exception {
        var before = Kernel.objects();
        Receiver receiver = start();
        assertThat(Kernel.objects()).hasSizeGreaterThan(before.size());
        receiver.stop(ScenarioRun.PATIENCE);
        assertThat(Kernel.objects()).isEqualTo(before);
    }
}
