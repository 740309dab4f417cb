// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Receiver;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.testkit.ConfigAssertions;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A receiver of one scenario of events, beside a command in a control group of its own. */
final class ScenarioRun {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestConsumers next = TestConsumers.of(Signal.LOGS, Signal.METRICS);
    private final String scenario;

    ScenarioRun(String scenario) {
        this.scenario = scenario;
    }

    TestConsumers next() {
        return next;
    }

    /** A receiver that has started. */
    Receiver start(String settings) throws Exception {
        return start(settings, "");
    }

    /** The same, with more keys of the receiver, which end with a comma. */
    Receiver start(String settings, String more) throws Exception {
        var factory = new EbpfReceiverFactory();
        String others =
                Stream.of("network", "performance", "security", "faults", "system")
                        .filter(each -> !each.equals(scenario))
                        .map(each -> each + ": {enabled: false}, ")
                        .collect(Collectors.joining());
        String yaml =
                "{%s collection_interval: 100ms, probes: {%s%s: {%s}}}"
                        .formatted(more, others, scenario, settings);
        Receiver receiver =
                factory.create(
                        ConfigAssertions.assertThatConfig(factory, yaml).binds(),
                        new TestSettings().receiver("ebpf"),
                        next);
        receiver.start(new TestHost());
        return receiver;
    }

    /** The log records of what the command did. */
    Records after(String settings, String command) throws Exception {
        return after(settings, "", command);
    }

    /** The same, with more keys of the receiver, which end with a comma. */
    Records after(String settings, String more, String command) throws Exception {
        Receiver receiver = start(settings, more);
        try (var cgroup = TestCgroup.make(scenario)) {
            cgroup.run(command);
            receiver.stop(PATIENCE);
            return Records.of(next.sink(Signal.LOGS).payloads(), cgroup);
        } finally {
            receiver.stop(PATIENCE);
        }
    }
}
