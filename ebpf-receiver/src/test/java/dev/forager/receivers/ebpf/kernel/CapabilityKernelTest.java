// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.Receiver;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * The doctor in processes that may do less, by setpriv (util-linux): each row of the matrix of
 * capabilities, as the user nobody with ambient capabilities, and root without some.
 */
@KernelTest
class CapabilityKernelTest {
    private static final String NOBODY = "65534";

    /** On kernels without modules there is no such hook. */
    private static final String MODULE = "security.kernel_module";

    /** Classes and libraries where any user may read them: a build may be in a folder of root's. */
    @TempDir private static Path folder;

    @BeforeAll
    static void copyClasses() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path each : places()) {
            try (Stream<Path> all = Files.walk(each)) {
                for (Path file : all.toList()) {
                    Path to = copyOf(each).resolve(each.relativize(file).toString());
                    Files.copy(file, to);
                    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    private static Path copyOf(Path place) {
        return folder.resolve(Integer.toHexString(place.hashCode()) + "-" + place.getFileName());
    }

    private static String doctor(List<String> setpriv) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("setpriv"));
        command.addAll(setpriv);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classPath(),
                        DoctorProgram.class.getName()));
        Process process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .directory(Path.of("/").toFile())
                        .start();
        try {
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Path> places() {
        return Stream.of(
                        DoctorProgram.class,
                        EbpfReceiverFactory.class,
                        Receiver.class,
                        Payload.class,
                        Nullable.class,
                        Logger.class,
                        Pattern.class)
                .map(each -> each.getProtectionDomain().getCodeSource().getLocation().getPath())
                .map(Path::of)
                .distinct()
                .toList();
    }

    private static String classPath() {
        return places().stream()
                .map(each -> copyOf(each).toString())
                .collect(Collectors.joining(":"));
    }

    /** Root with these capabilities, such as {@code ,+bpf}. */
    private static String doctorOfRoot(String capabilities) throws Exception {
        return doctor(List.of("--bounding-set=-all" + capabilities));
    }

    /** The user nobody with these capabilities in the ambient set, as systemd grants them. */
    private static String doctorOfNobody(String capabilities) throws Exception {
        return doctor(
                List.of(
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        "--bounding-set=-all" + capabilities,
                        "--inh-caps=-all" + capabilities,
                        "--ambient-caps=-all" + capabilities));
    }

    private static List<String> probes(String text, String state) {
        return text.lines()
                .filter(line -> line.matches("  [a-z]+[.]\\S+ +" + state + "( .*)?"))
                .map(line -> line.strip().split(" ")[0])
                .filter(probe -> !probe.equals(MODULE))
                .toList();
    }

    @Test
    void row1_withoutAny_everythingIsOffAndTheCureIsNamed() throws Exception {
        String text = doctorOfNobody("");
        assertThat(probes(text, "active")).as(text).isEmpty();
        assertThat(probes(text, "off")).as(text).hasSizeGreaterThan(20);
        assertThat(text).containsOnlyOnce("why:  capability CAP_BPF is missing: grant CAP_BPF");
    }

    @Test
    void row2_bpfAlone_isNotEnough() throws Exception {
        String text = doctorOfNobody(",+bpf");
        assertThat(probes(text, "active")).as(text).isEmpty();
        assertThat(text).contains("why:  capability CAP_PERFMON is missing");
    }

    @Test
    void row3_bpfAndPerfmon_areEnoughForAllButPackets() throws Exception {
        String text = doctorOfNobody(",+bpf,+perfmon");
        assertThat(probes(text, "off")).as(text).containsExactly("network.flows", "network.dns");
        assertThat(probes(text, "active"))
                .contains(
                        "network.rtt",
                        "network.drops",
                        "performance.run_queue",
                        "security.exec",
                        "security.sensitive_file",
                        "faults.crash",
                        "faults.blocked");
        assertThat(text)
                .contains("why:  capability CAP_NET_ADMIN is missing")
                .contains("securityContext.capabilities.add: [NET_ADMIN]")
                .contains("tracefs cannot be read");
    }

    @Test
    void row4_withNetAdmin_packetsToo() throws Exception {
        String text = doctorOfNobody(",+bpf,+perfmon,+net_admin");
        assertThat(probes(text, "off")).as(text).isEmpty();
        assertThat(probes(text, "active")).contains("network.flows", "network.dns");
        assertThat(text).contains("tracefs cannot be read");
    }

    @Test
    void row5_withDacReadSearch_tracefsToo() throws Exception {
        String text = doctorOfNobody(",+bpf,+perfmon,+net_admin,+dac_read_search");
        assertThat(probes(text, "off")).as(text).isEmpty();
        if (Files.isDirectory(Path.of("/sys/kernel/tracing/events"))) {
            assertThat(text).doesNotContain("tracefs cannot be read");
        }
    }

    @Test
    void row6_sysAdmin_standsForBpfAndPerfmon() throws Exception {
        String text = doctorOfNobody(",+sys_admin,+net_admin");
        assertThat(probes(text, "off")).as(text).isEmpty();
    }

    @Test
    void rootWithoutNetAdmin_isAsNobodyWithoutIt() throws Exception {
        String text = doctorOfRoot(",+bpf,+perfmon");
        assertThat(probes(text, "off")).as(text).containsExactly("network.flows", "network.dns");
    }

    /** What the shipped unit and manifest grant is what they say. */
    @Test
    void theCapabilitiesOfTheUnit_areEnoughForEverything() throws Exception {
        String unit = Files.readString(Path.of("../config-examples/deploy/forager-agent.service"));
        Matcher granted = Pattern.compile("(?m)^AmbientCapabilities=(.*)$").matcher(unit);
        assertThat(granted.find()).isTrue();
        String capabilities =
                Stream.of(granted.group(1).split(" "))
                        .map(each -> ",+" + each.substring("CAP_".length()).toLowerCase(ROOT))
                        .collect(Collectors.joining());
        String text = doctorOfNobody(capabilities);
        assertThat(probes(text, "off")).as(text).isEmpty();
        String manifest = Files.readString(Path.of("../config-examples/deploy/daemonset.yaml"));
        assertThat(manifest)
                .contains("add: [" + granted.group(1).replace("CAP_", "").replace(" ", ", ") + "]");
        assertThat(unit).contains("CapabilityBoundingSet=" + granted.group(1));
    }
}
