// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.Receiver;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The doctor in processes that may do less, by setpriv (util-linux). */
@KernelTest
class CapabilityKernelTest {
    private static String doctorWith(String capabilities) throws IOException, InterruptedException {
        String classes =
                Stream.of(
                                DoctorProgram.class,
                                EbpfReceiverFactory.class,
                                Receiver.class,
                                Payload.class,
                                Nullable.class,
                                Logger.class)
                        .map(CapabilityKernelTest::placeOf)
                        .distinct()
                        .collect(Collectors.joining(":"));
        Process process =
                new ProcessBuilder(
                                List.of(
                                        "setpriv",
                                        "--bounding-set=-all" + capabilities,
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-XX:TieredStopAtLevel=1",
                                        "-Xmx64m",
                                        "-cp",
                                        classes,
                                        DoctorProgram.class.getName()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String placeOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private static List<String> probes(String text, String state) {
        return text.lines()
                .filter(line -> line.matches("  \\S+ +" + state + " +needs .*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
    }

    @Test
    void threeCapabilities_areEnoughForEverything() throws Exception {
        String text = doctorWith(",+bpf,+perfmon,+net_admin");
        assertThat(probes(text, "active")).as(text).hasSize(8);
    }

    @Test
    void withoutNetAdmin_flowsAndDnsAreOff() throws Exception {
        String text = doctorWith(",+bpf,+perfmon");
        assertThat(probes(text, "off")).as(text).containsExactly("network.flows", "network.dns");
        assertThat(probes(text, "active")).hasSize(6).contains("network.rtt", "network.drops");
        assertThat(text)
                .contains("why:  capability CAP_NET_ADMIN is missing")
                .contains("securityContext.capabilities.add: [NET_ADMIN]");
    }

    @Test
    void withoutAny_everythingIsOffAndTheCureIsNamed() throws Exception {
        String text = doctorWith("");
        assertThat(probes(text, "off")).as(text).hasSize(8);
        assertThat(text).contains("why:  capability CAP_BPF is missing: grant CAP_BPF");
    }

    @Test
    void withoutPerfmon_thatIsNamed() throws Exception {
        String text = doctorWith(",+bpf,+net_admin");
        assertThat(probes(text, "off")).as(text).hasSize(8);
        assertThat(text).contains("why:  capability CAP_PERFMON is missing");
    }
}
