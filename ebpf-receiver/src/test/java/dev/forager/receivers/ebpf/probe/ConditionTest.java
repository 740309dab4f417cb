// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every row of the table, by facts in which it holds. */
class ConditionTest {
    private static final long BPF = 1L << 39;
    private static final long PERFMON = 1L << 38;
    private static final long SYS_ADMIN = 1L << 21;
    private static final long NET_ADMIN = 1L << 12;
    private static final long DAC_READ_SEARCH = 1L << 2;

    private static Set<String> messages(HostFacts facts) {
        return Condition.of(facts).stream().map(Condition::message).collect(Collectors.toSet());
    }

    @Test
    void goodHost_hasNone() {
        assertThat(Condition.of(TestFacts.good())).isEmpty();
    }

    @Test
    void missingLibrary_namesThePackage() {
        assertThat(Condition.of(TestFacts.with("not found", true, -1, "none")))
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.need()).isEqualTo(Need.LIBBPF);
                            assertThat(each.cure()).contains("apt install libbpf1");
                        });
    }

    @Test
    void missingBtf_namesTheKernelOption() {
        assertThat(messages(TestFacts.with(null, false, -1, "none")))
                .containsExactly("kernel lacks CONFIG_DEBUG_INFO_BTF");
    }

    @Test
    void lockdown_isNamed() {
        assertThat(messages(TestFacts.with(null, true, -1, "confidentiality")))
                .containsExactly("lockdown=confidentiality forbids programs to read kernel memory");
        assertThat(messages(TestFacts.with(null, true, -1, "integrity"))).isEmpty();
    }

    @Test
    void missingCapabilities_areNamedOneByOne() {
        assertThat(messages(TestFacts.with(null, true, 0, "none")))
                .containsExactlyInAnyOrder(
                        "capability CAP_BPF is missing",
                        "capability CAP_PERFMON is missing",
                        "capability CAP_NET_ADMIN is missing");
        assertThat(messages(TestFacts.with(null, true, BPF | PERFMON, "none")))
                .containsExactly("capability CAP_NET_ADMIN is missing");
        assertThat(messages(TestFacts.with(null, true, SYS_ADMIN | NET_ADMIN, "none"))).isEmpty();
    }

    @Test
    void poorerHosts_areToldWhatIsPoorer() {
        assertThat(messages(TestFacts.hardware(false, false, false, 4, BPF | NET_ADMIN)))
                .contains(
                        "tracefs cannot be read",
                        "kernel lacks CONFIG_UPROBES",
                        "no hardware performance counters",
                        "sysctl kernel.perf_event_paranoid is above 2",
                        "cgroup v1 holds the controllers (hybrid)");
    }

    @Test
    void missingTracefs_isMountedByWhoMayReadIt() {
        assertThat(withoutTracefs(BPF | PERFMON | NET_ADMIN))
                .extracting(Condition::message, Condition::cure)
                .containsExactly(
                        "tracefs cannot be read",
                        "grant CAP_DAC_READ_SEARCH (systemd: AmbientCapabilities=; in a container:"
                                + " securityContext.capabilities.add: [DAC_READ_SEARCH]); where it is"
                                + " not mounted also mount -t tracefs tracefs /sys/kernel/tracing");
        assertThat(withoutTracefs(BPF | PERFMON | NET_ADMIN | DAC_READ_SEARCH))
                .extracting(Condition::message, Condition::cure)
                .containsExactly(
                        "tracefs is not mounted", "mount -t tracefs tracefs /sys/kernel/tracing");
    }

    private static Condition withoutTracefs(long capabilities) {
        return Condition.of(TestFacts.hardware(false, true, true, 2, capabilities)).stream()
                .filter(each -> each.need() == Need.TRACEFS)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyRow_saysWhatItDoesAndWhatToDo() {
        assertThat(Condition.TABLE)
                .hasSize(14)
                .allSatisfy(
                        each -> {
                            assertThat(each.effect()).isNotBlank();
                            assertThat(each.message()).isNotBlank();
                            assertThat(each.cure()).isNotBlank();
                        });
    }

    @Test
    void facts_areReadFromTheirFiles() {
        assertThat(HostFacts.capabilities(List.of("Name:\tx", "CapEff:\t0000008000001000")))
                .isEqualTo(BPF | NET_ADMIN);
        assertThat(HostFacts.capabilities(List.of("CapEff:\tnonsense"))).isZero();
        assertThat(HostFacts.capabilities(List.of())).isZero();
        assertThat(HostFacts.lockdown("none [integrity] confidentiality")).isEqualTo("integrity");
        assertThat(HostFacts.lockdown("")).isEmpty();
    }

    @Test
    void cgroups_areFoundWhereTheyAreMounted() {
        Path root = Path.of("/sys/fs/cgroup");
        assertThat(
                        CgroupMount.find(
                                List.of("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0"), List.of(), root))
                .isEqualTo(new CgroupMount(CgroupMount.Layout.V2, root));
        assertThat(
                        CgroupMount.find(
                                List.of(
                                        "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0",
                                        "cgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0",
                                        "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0"),
                                List.of("#subsys_name hierarchy", "memory 3 1 1", "pids 7 1 1"),
                                root))
                .isEqualTo(
                        new CgroupMount(
                                CgroupMount.Layout.HYBRID,
                                root.resolve("unified"),
                                new CgroupMount.V1("pids", root.resolve("pids"), 7)));
        assertThat(CgroupMount.find(List.of("x"), List.of(), root))
                .isEqualTo(new CgroupMount(CgroupMount.Layout.V1, null));
    }
}
