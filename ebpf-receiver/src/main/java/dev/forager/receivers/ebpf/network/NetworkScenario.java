// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import dev.forager.pdata.Signal;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.probe.Activation;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.runtime.Scenario;
import dev.forager.receivers.ebpf.runtime.ScenarioContext;
import dev.forager.receivers.ebpf.runtime.Subscription;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The scenario {@code network} of one receiver. Confined to one thread at a time. */
public final class NetworkScenario implements Scenario {
    static final String SOCKETS = "fg_tcp_sockets";

    /** Bits of {@code net_config.wanted}. */
    private static final int WANT_FLOWS = 1;

    private static final int WANT_DNS = 2;
    private static final int WANT_PEER = 4;

    private final NetworkConfig config;
    private final long maxFlows;
    private final long maxConnections;
    private final boolean withInterfaces;
    private @Nullable Started started;

    /** What exists between start and stop. */
    private record Started(
            EbpfRuntime runtime,
            ObjectSpec spec,
            LoadedObject object,
            Activation activation,
            FlowTable flows,
            TcpTables tcp,
            DnsLookups dns,
            InterfaceCounters interfaces,
            Subscription subscription) {}

    /**
     * The scenario.
     *
     * @param maxFlows flows told apart in the kernel
     * @param maxConnections connections whose begin is remembered
     * @param withInterfaces whether the counters of interfaces are its, not those of the host's
     *     metrics
     */
    public NetworkScenario(
            NetworkConfig config, long maxFlows, long maxConnections, boolean withInterfaces) {
        this.withInterfaces = withInterfaces;
        this.config = config;
        this.maxFlows = maxFlows;
        this.maxConnections = maxConnections;
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public List<Probe> probes() {
        return NetworkProbes.of(config);
    }

    @Override
    public Set<Signal> signals() {
        return Set.of(Signal.METRICS);
    }

    private ObjectSpec spec() {
        return new ObjectSpec(
                "net", Map.of("fg_flows", maxFlows, "fg_connections", maxConnections));
    }

    @Override
    public List<ObjectSpec> objects(EbpfRuntime runtime) {
        return List.of(spec());
    }

    @Override
    public List<ProbeState> start(ScenarioContext context) throws BpfException {
        EbpfRuntime runtime = context.runtime();
        var settings = NetworkSettings.of(maxFlows, maxConnections, runtime.settings().procRoot());
        ObjectSpec spec = spec();
        LoadedObject object = runtime.open(spec);
        var activation = new Activation(runtime.facts(), object);
        try {
            configure(object, settings);
            var dns = new DnsLookups(object.btf());
            Started begun =
                    new Started(
                            runtime,
                            spec,
                            object,
                            activation,
                            new FlowTable(
                                    object.map("fg_flows"),
                                    object.map("fg_flows_rest"),
                                    object.btf(),
                                    config.flowAttributes(),
                                    maxFlows),
                            new TcpTables(
                                    TcpTables.Maps.of(object),
                                    object.btf(),
                                    () -> object.iterate(SOCKETS),
                                    config,
                                    runtime.settings().sysRoot()),
                            dns,
                            new InterfaceCounters(
                                    runtime.settings().procRoot(), config.interfaces()),
                            runtime.subscribe(NetworkProbes.DNS.kind(), dns));
            started = begun;
            probes().forEach(activation::activate);
            return activation.states();
        } catch (BpfException e) {
            activation.close();
            runtime.close(spec);
            throw e;
        }
    }

    /** Knobs are joined with those of another receiver that uses the same programs. */
    private void configure(LoadedObject object, NetworkSettings settings) throws BpfException {
        BtfStruct layout = object.btf().struct("net_config");
        var map = object.map("fg_net_config");
        var present = map.lookup(new byte[4]);
        long wanted = present == null ? 0 : present.u32(layout.offset("wanted", 4));
        wanted |= config.flows() ? WANT_FLOWS : 0;
        wanted |= config.dns() ? WANT_DNS : 0;
        wanted |= config.flowAttributes().contains(FlowAttribute.PEER_ADDRESS) ? WANT_PEER : 0;
        map.put(
                new byte[4],
                layout.bytes()
                        .put("wanted", wanted)
                        .put("ephemeral_low", settings.ephemeralLow())
                        .put("dns_port", settings.dnsPort())
                        .toArray());
    }

    @Override
    public void collect(MetricSheet sheet) throws BpfException {
        Started now = started;
        if (now == null) {
            return;
        }
        if (isActive(now, NetworkProbes.FLOWS)) {
            now.flows.collect(sheet);
        }
        if (isActive(now, NetworkProbes.RTT)) {
            now.tcp.refresh();
        }
        now.tcp.collect(sheet);
        if (isActive(now, NetworkProbes.DNS)) {
            now.dns.collect(sheet, System.nanoTime());
        }
        if (withInterfaces) {
            now.interfaces.collect(sheet);
        }
    }

    private static boolean isActive(Started now, Probe probe) {
        return now.activation.isActive(probe);
    }

    @Override
    public void stop() {
        Started now = started;
        started = null;
        if (now != null) {
            now.subscription.close();
            now.activation.close();
            now.runtime.close(now.spec);
        }
    }
}
