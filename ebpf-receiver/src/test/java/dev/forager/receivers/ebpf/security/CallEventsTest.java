// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.process.ArgumentPolicy;
import dev.forager.receivers.ebpf.process.EventBytes;
import dev.forager.receivers.ebpf.process.ProcessRecords;
import dev.forager.receivers.ebpf.process.ProcessTable;
import dev.forager.receivers.ebpf.process.Untrusted;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.receivers.ebpf.security.CallLayout.Call;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CallEventsTest {
    private final CallEvents events =
            new CallEvents(
                    new ProcessRecords(
                            new KernelClock(InstantSource.fixed(Instant.EPOCH), () -> 0),
                            new ProcessTable(10, ArgumentPolicy.NONE)));

    private static EventBytes event() throws Exception {
        return new EventBytes("sec", "sec_event")
                .head("tgid", 4, 42)
                .comm("tool".getBytes(UTF_8))
                .put("first", 256, "/mnt".getBytes(UTF_8))
                .put("first_length", 2, 4)
                .put("second", 256, "/dev/sda".getBytes(UTF_8))
                .put("second_length", 2, 8);
    }

    private static Call read(EventBytes bytes) throws Exception {
        return new CallLayout(bytes.btf()).read(bytes.cut(bytes.size()));
    }

    private static String text(SecurityEvent event, String key) {
        return String.valueOf(event.attributes().get(key));
    }

    @Test
    void mount_namesBothEnds() throws Exception {
        SecurityEvent event = events.mount(read(event().put("operation", 8, 1)));
        assertThat(event.kind()).isEqualTo(SecurityKind.MOUNT);
        assertThat(event.detail()).isEqualTo("tool (pid 42) mount /dev/sda on /mnt");
        assertThat(text(event, "file.path")).isEqualTo("/mnt");
        assertThat(text(event, "ebpf.mount.source")).isEqualTo("/dev/sda");
        assertThat(text(event, "process.executable.name")).isEqualTo("tool");
    }

    @Test
    void ptrace_namesRequestAndTarget() throws Exception {
        SecurityEvent event =
                events.ptrace(read(event().put("operation", 8, 0x4206).put("target", 4, 7)));
        assertThat(text(event, "ebpf.ptrace.request")).isEqualTo("seize");
        assertThat(text(event, "ebpf.target.pid")).isEqualTo("7");
        assertThat(text(events.ptrace(read(event())), "ebpf.ptrace.request")).isEqualTo("traceme");
        assertThat(
                        text(
                                events.ptrace(read(event().put("operation", 8, 1L << 32))),
                                "ebpf.ptrace.request"))
                .isEqualTo("process_vm_writev");
    }

    @Test
    void namespaces_areNamed() throws Exception {
        byte[] flags = {0, 0, 2, 0x40, 0, 0, 0, 0};
        SecurityEvent event =
                events.namespace(read(event().put("operation", 8, 1).put("values", 32, flags)));
        assertThat(event.detail()).isEqualTo("tool (pid 42) unshare mount network");
    }

    @Test
    void noise_isToldInVisibleText() throws Exception {
        var random = new Random(23);
        EventBytes bytes = event();
        var layout = new CallLayout(bytes.btf());
        List<Function<Call, SecurityEvent>> all =
                List.of(
                        events::privilege,
                        events::ptrace,
                        events::module,
                        events::bpf,
                        events::mount,
                        events::namespace,
                        events::file,
                        events::connect);
        for (int i = 0; i < 500; i++) {
            Call call = layout.read(bytes.noise(random).cut(bytes.size()));
            for (Function<Call, SecurityEvent> each : all) {
                SecurityEvent event = each.apply(call);
                Untrusted.assertIsShown(event.detail(), event.attributes());
            }
        }
    }

    @Test
    void everyCut_isRefused() throws Exception {
        EventBytes bytes = event();
        var layout = new CallLayout(bytes.btf());
        int needed = bytes.btf().struct("sec_event").offset("second", 256) + 8;
        Untrusted.assertCutsAreRefused(needed, length -> layout.read(bytes.cut(length)));
    }
}
