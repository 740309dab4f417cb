// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import dev.forager.config.CollectorConfig;
import dev.forager.config.ComponentConfig;
import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.receivers.ebpf.EbpfReceiverConfig;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.receivers.ebpf.EbpfReceiverFactory.Diagnosis;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the eBPF receivers of a configuration find on this host. Stateless. */
final class HostExamination {
    private HostExamination() {}

    /** That of a receiver without settings whose metrics and logs are taken. */
    static Diagnosis ofDefaults() throws ConfigException {
        return EbpfReceiverFactory.diagnose(
                RecordBinder.read("{}", EbpfReceiverConfig.class),
                EnumSet.of(Signal.METRICS, Signal.LOGS));
    }

    /**
     * That of each receiver which a pipeline names, as it would be started.
     *
     * @throws ConfigException when there is none
     */
    static Diagnosis of(CollectorConfig config) throws ConfigException {
        List<String> texts = new ArrayList<>();
        boolean isHealthy = true;
        for (ComponentConfig<?> each : config.receivers().values()) {
            Set<Signal> signals = signals(each.id(), config);
            if (each.config() instanceof EbpfReceiverConfig settings && !signals.isEmpty()) {
                Diagnosis found = EbpfReceiverFactory.diagnose(settings, signals);
                texts.add("Receiver %s%n%n%s".formatted(each.id(), found.text()));
                isHealthy &= found.isHealthy();
            }
        }
        if (texts.isEmpty()) {
            throw ConfigException.of("no pipeline of the configuration has a receiver ebpf");
        }
        return new Diagnosis(String.join("\n", texts), isHealthy);
    }

    private static Set<Signal> signals(ComponentId receiver, CollectorConfig config) {
        Set<Signal> signals = EnumSet.noneOf(Signal.class);
        config.service()
                .pipelines()
                .forEach(
                        (id, pipeline) -> {
                            if (pipeline.receivers().contains(receiver)) {
                                signals.add(id.signal());
                            }
                        });
        return signals;
    }
}
