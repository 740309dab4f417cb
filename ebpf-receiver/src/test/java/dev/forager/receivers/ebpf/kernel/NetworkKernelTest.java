// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.Retryable;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.testkit.ConfigAssertions;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The scenario {@code network} against the kernel of this machine. */
@KernelTest
class NetworkKernelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TRANSFER_BYTES = 10 << 20;

    /** IP and TCP without options. */
    private static final int HEADER_BYTES = 40;

    /** Behind the other end of the pair nobody has the address whose neighbour is written down. */
    private static final String SILENT_PEER =
            "ip link add fg0 type veth peer name fg1"
                    + " && ip addr add 10.99.0.1/24 dev fg0"
                    + " && ip link set fg0 up && ip link set fg1 up"
                    + " && ip neigh add 10.99.0.2 lladdr 02:00:00:00:00:02 dev fg0";

    private final TestConsumers next = TestConsumers.of(Signal.METRICS);
    private final TestHost host = new TestHost();
    private final TestSettings settings = new TestSettings();

    private Receiver start(String yaml) throws Exception {
        var factory = new EbpfReceiverFactory();
        Receiver receiver =
                factory.create(
                        ConfigAssertions.assertThatConfig(factory, yaml).binds(),
                        settings.receiver("ebpf"),
                        next);
        receiver.start(host);
        assertThat(host.statuses()).last().isEqualTo(ComponentStatus.ok());
        return receiver;
    }

    private Payload last() {
        return next.sink(Signal.METRICS).payloads().getLast();
    }

    /** Ports below those that clients get: unused on this machine by any likely server. */
    private static int port() {
        return ThreadLocalRandom.current().nextInt(20_000, 30_000);
    }

    @Test
    void traffic_isCountedToTheByte() throws Exception {
        int port = port();
        int closed = port + 1;
        int reset = port + 2;
        Receiver receiver = start("collection_interval: 100ms");
        try (var cgroup = TestCgroup.make("network")) {
            String[] loopback =
                    cgroup.run(
                                    TestCgroup.inOwnNetwork(
                                            NetworkLoad.class,
                                            Integer.toString(port),
                                            Integer.toString(TRANSFER_BYTES),
                                            Integer.toString(closed),
                                            Integer.toString(reset)))
                            .strip()
                            .split(" ");
            receiver.stop(PATIENCE);
            long packets = Long.parseLong(loopback[1]);
            long bytes = Long.parseLong(loopback[0]);
            flowsAreExact(cgroup, port, bytes, packets);
            connectionsAreSeen(cgroup, port, closed, reset);
            lookupsAreSeen(cgroup);
        } finally {
            receiver.stop(PATIENCE);
        }
    }

    private void flowsAreExact(TestCgroup cgroup, int port, long bytes, long packets) {
        Points io =
                Points.of(last(), "ebpf.network.flow.io")
                        .where("server.port", port)
                        .where(each -> each.isOf(cgroup));
        Points count =
                Points.of(last(), "ebpf.network.flow.packets")
                        .where("server.port", port)
                        .where(each -> each.isOf(cgroup));
        assertThat(io.where("network.io.direction", "receive").total()).isEqualTo(bytes);
        assertThat(count.where("network.io.direction", "receive").total()).isEqualTo(packets);
        // On the way out it is before segmentation: all bytes, but fewer and larger packets.
        long sent = count.where("network.io.direction", "transmit").total();
        assertThat(sent).isBetween(packets / 3, packets);
        assertThat(io.where("network.io.direction", "transmit").total())
                .isBetween(TRANSFER_BYTES + sent * HEADER_BYTES, bytes);
        assertThat(io.all())
                .allSatisfy(
                        each -> {
                            assertThat(each.has("network.transport", "tcp")).isTrue();
                            assertThat(each.has("ebpf.network.peer.scope", "loopback")).isTrue();
                        });
    }

    private void connectionsAreSeen(TestCgroup cgroup, int port, int closed, int reset) {
        Points connects =
                Points.of(last(), "ebpf.tcp.connect.duration").where(each -> each.isOf(cgroup));
        assertThat(connects.where("server.port", port).total()).isEqualTo(1);
        assertThat(connects.where("server.port", closed).all())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.has("error.type", "ECONNREFUSED")).isTrue();
                            assertThat(each.value()).isEqualTo(1);
                        });
        Points lives = Points.of(last(), "ebpf.tcp.connection.duration");
        assertThat(lives.where("server.port", port).total()).isEqualTo(2);
        assertThat(Points.of(last(), "ebpf.tcp.rtt").where("server.port", port).total())
                .isPositive();
        Points resets = Points.of(last(), "ebpf.tcp.resets").where(each -> each.isOf(cgroup));
        assertThat(resets.where("server.port", reset).total()).isPositive();
        // Nobody listens, so the reset that refused belongs to no control group.
        assertThat(Points.of(last(), "ebpf.tcp.resets").where(each -> !each.isOf(cgroup)).total())
                .isPositive();
        assertThat(Points.of(last(), "system.network.connection.count").all()).isNotEmpty();
    }

    private void lookupsAreSeen(TestCgroup cgroup) {
        Points lookups = Points.of(last(), "dns.lookup.duration").where(each -> each.isOf(cgroup));
        assertThat(lookups.where("dns.question.name", "no.such").all())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.has("error.type", "NXDOMAIN")).isTrue();
                            assertThat(each.value()).isEqualTo(1);
                        });
    }

    /**
     * A question beyond the rate is left out with its answer: neither is told without the other.
     */
    @Test
    void lookupsBeyondTheRate_areLeftOutWhole_andRefusalsLeaveNoneOut() throws Exception {
        int lookups = 400;
        try (var cgroup = TestCgroup.make("lookups")) {
            Receiver receiver =
                    start(
                            "{collection_interval: 100ms, limits: {per_cgroup_events_per_second: 20},"
                                    + " target: {include: {cgroups: [%s]}}}"
                                            .formatted(cgroup.path()));
            try {
                next.sink(Signal.METRICS).refuse(new Retryable("no room"));
                cgroup.run(TestCgroup.inOwnNetwork(LookupLoad.class, Integer.toString(lookups)));
                next.sink(Signal.METRICS).refuse(null);
            } finally {
                receiver.stop(PATIENCE);
            }
            Points told = Points.of(last(), "dns.lookup.duration").where(each -> each.isOf(cgroup));
            assertThat(told.total()).isBetween(20L, lookups - 1L);
            assertThat(told.where("error.type", "null").total()).isEqualTo(told.total());
            assertThat(outcome("emitted")).isEqualTo(2 * told.total());
            assertThat(outcome("sampled")).isEqualTo(2 * (lookups - told.total()));
        }
    }

    private long outcome(String outcome) {
        return Points.of(last(), "ebpf.events")
                .where("ebpf.probe", "network.dns")
                .where("ebpf.outcome", outcome)
                .total();
    }

    @Test
    void silentNeighbour_isAskedAgain() throws Exception {
        int port = port();
        Receiver receiver = start("collection_interval: 100ms");
        try (var cgroup = TestCgroup.make("silent")) {
            String[] segments =
                    cgroup.run(
                                    TestCgroup.inOwnNetwork(
                                            SILENT_PEER,
                                            SilentPeerLoad.class,
                                            "10.99.0.2",
                                            Integer.toString(port)))
                            .strip()
                            .split(" ");
            receiver.stop(PATIENCE);
            long first = Long.parseLong(segments[0]);
            long repeated = Long.parseLong(segments[1]);
            Points again =
                    Points.of(last(), "ebpf.tcp.retransmits")
                            .where("server.port", port)
                            .where(each -> each.isOf(cgroup));
            // Every second since Linux 6.5, after one and two seconds before.
            assertThat(repeated).isGreaterThanOrEqualTo(2);
            assertThat(again.where("network.io.direction", "transmit").total()).isEqualTo(repeated);
            Points connects =
                    Points.of(last(), "ebpf.tcp.connect.duration").where("server.port", port);
            assertThat(connects.where("error.type", "ECANCELED").total()).isEqualTo(1);
            Points flows =
                    Points.of(last(), "ebpf.network.flow.packets").where("server.port", port);
            assertThat(flows.where("ebpf.network.peer.scope", "private").total())
                    .isEqualTo(first + repeated);
        } finally {
            receiver.stop(PATIENCE);
        }
    }

    @Test
    void twoReceivers_shareTheKernelSideAndLeaveNothing() throws Exception {
        Set<String> before = Kernel.objects();
        Receiver one = start("collection_interval: 100ms");
        Set<String> held = Kernel.objects();
        Receiver other = start("collection_interval: 100ms");
        try {
            assertThat(held).hasSizeGreaterThan(before.size() + 10);
            assertThat(Kernel.objects()).isEqualTo(held);
            assertThat(settings.metrics().points("forager_ebpf_probe_state"))
                    .filteredOn(each -> each.contains("=network.") && each.endsWith(" 1"))
                    .hasSize(8);
            assertThat(settings.metrics().points("forager_ebpf_events"))
                    .anyMatch(each -> each.contains("network.flows") && each.contains("emitted"));
            one.stop(PATIENCE);
            assertThat(Kernel.objects()).isEqualTo(held);
        } finally {
            one.stop(PATIENCE);
            other.stop(PATIENCE);
        }
        assertThat(Kernel.objects()).isEqualTo(before);
    }
}
