// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on a folder of empty jars, with a JVM that prints its arguments. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
    private static final FileTime BUILT = FileTime.from(Instant.parse("2026-11-25T00:00:00Z"));
    private static final List<String> JARS = List.of("a.jar", "b.jar", "c.jar", "d.jar", "e.jar");

    @TempDir Path home = Path.of("");

    @BeforeEach
    void makeHome() throws IOException {
        for (String folder : List.of("lib", "bin", "own", "runtime/bin")) {
            Files.createDirectories(home.resolve(folder));
        }
        Path lib = home.resolve("lib");
        Files.writeString(lib.resolve("classpath"), String.join(" ", JARS) + "\n202611250000.00\n");
        Files.createFile(lib.resolve("forager.aot"));
        for (String jar : JARS) {
            Files.setLastModifiedTime(Files.createFile(lib.resolve(jar)), BUILT);
        }
        script("runtime/bin/java", "#!/bin/sh\necho \"$@\"\n");
        script("bin/forager", Files.readString(Path.of("src/packaging/bin/forager")));
    }

    @Test
    void theCacheIsUsed() throws Exception {
        assertThat(run()).contains("-XX:AOTCache=" + home.resolve("lib/forager.aot"));
    }

    @Test
    void jarsOfAPlainCopy_getTheirTimeBack() throws Exception {
        copyPlainly();
        assertThat(run()).contains("-XX:AOTCache=").doesNotContain("Warning");
        for (String jar : JARS) {
            assertThat(Files.getLastModifiedTime(home.resolve("lib").resolve(jar)))
                    .isEqualTo(BUILT);
        }
    }

    @Test
    void jarsThatCannotGetIt_areReportedInOneLine() throws Exception {
        copyPlainly();
        script("own/touch", "#!/bin/sh\necho no >&2\nexit 1\n");
        assertThat(run())
                .startsWith("Warning: the start-up cache does not match lib/: copy with cp -a\n")
                .doesNotContain("-XX:AOTCache=");
    }

    @Test
    void aJarInAnothersPlace_keepsItsTime() throws Exception {
        Path jar = home.resolve("lib/c.jar");
        FileTime own = FileTime.from(Instant.parse("2026-11-26T10:00:00Z"));
        Files.setLastModifiedTime(jar, own);
        assertThat(run()).contains("-XX:AOTCache=");
        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(own);
    }

    @Test
    void aHeapOfTheUsersOwn_isWhatTheRestFits() throws Exception {
        assertThat(run("FORAGER_OPTS", "-Xmx40m"))
                .contains(" -Xmx40m ")
                .doesNotContain("-Xms276m", "-XX:MaxNewSize=256m")
                .containsPattern("-Xms(16|33)m ");
        assertThat(run("FORAGER_OPTS", "-XX:MaxHeapSize=8192k")).contains("-Xms8m ", "-Xmx8m ");
    }

    @Test
    void aLimitWithoutAUnit_isBytes() throws Exception {
        assertThat(run("GOMEMLIMIT", "512")).startsWith("Warning: memory limit: 512 bytes (");
        assertThat(run("GOMEMLIMIT", "20MiB")).startsWith("Warning: memory limit: 20 MiB (");
    }

    private void copyPlainly() throws IOException {
        Instant time = Instant.parse("2026-11-26T10:00:00Z");
        for (String jar : JARS) {
            time = time.plusMillis(20);
            Files.setLastModifiedTime(home.resolve("lib").resolve(jar), FileTime.from(time));
        }
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(home.resolve(name), text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String run() throws Exception {
        return run("FORAGER_OPTS", "");
    }

    private String run(String variable, String value) throws Exception {
        var builder =
                new ProcessBuilder(home.resolve("bin/forager").toString())
                        .redirectErrorStream(true);
        builder.environment().merge("PATH", home.resolve("own") + ":", (path, own) -> own + path);
        builder.environment().put(variable, value);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
