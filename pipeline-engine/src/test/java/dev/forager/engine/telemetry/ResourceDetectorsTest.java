// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.RecordBinder;
import dev.forager.config.TelemetryResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceDetectorsTest {
    @TempDir private Path root;

    private Map<String, Object> find(String yaml) throws Exception {
        return ResourceDetectors.find(
                RecordBinder.read(yaml, TelemetryResource.Detection.class), root);
    }

    private void write(String file, String text) throws Exception {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void hostAndContainer_areReadAsTheGoCollectorReadsThem() throws Exception {
        write("proc/sys/kernel/hostname", "vm\n");
        write("proc/sys/kernel/ostype", "Linux\n");
        write("proc/sys/kernel/osrelease", "6.18.44\n");
        write("proc/sys/kernel/version", "#1 SMP\n");
        write("etc/os-release", "NAME=\"Debian GNU/Linux\"\nVERSION=\"12 (bookworm)\"\n");
        write("proc/self/cgroup", "0::/\n1:name=systemd:/docker/0df17cc2cef9a315.scope\n");
        Map<String, Object> found = find("detectors: [{host: {}}, {container: {}}]");
        assertThat(found)
                .containsEntry("host.name", "vm")
                .containsEntry("container.id", "0df17cc2cef9a315")
                .containsEntry("telemetry.sdk.language", "java")
                .containsKey("os.type");
        assertThat(found.get("os.description"))
                .asString()
                .startsWith("Debian GNU/Linux 12 (bookworm) (Linux vm 6.18.44 #1 SMP ");
    }

    @Test
    void process_isThisOneAndOnlyWhatIsSelected() throws Exception {
        assertThat(find("detectors: [{process: {}}]"))
                .containsEntry("process.pid", ProcessHandle.current().pid())
                .containsEntry("process.runtime.version", Runtime.version().toString())
                .doesNotContainKey("host.name")
                .hasEntrySatisfying(
                        "process.command_args",
                        words -> assertThat(words).isInstanceOf(List.class));
        assertThat(find("{detectors: [{process: {}}], attributes: {included: [process.pid]}}"))
                .containsOnlyKeys(
                        "process.pid",
                        "telemetry.sdk.language",
                        "telemetry.sdk.name",
                        "telemetry.sdk.version");
    }

    @Test
    void systemWithoutSuchFiles_isDescribedByTheJdk() throws Exception {
        assertThat(find("detectors: [{host: {}}, {container: {}}]"))
                .doesNotContainKey("container.id")
                .containsKeys("host.name", "os.type", "os.description");
    }
}
