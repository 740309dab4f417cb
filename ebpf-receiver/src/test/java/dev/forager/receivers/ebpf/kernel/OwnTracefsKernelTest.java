// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.sys.LibBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where no tracefs is mounted, root has one that nobody else sees. */
@KernelTest
class OwnTracefsKernelTest {
    @Test
    void ownTracefs_isInNoTableOfMounts() throws Exception {
        List<String> before = mounted();
        assertThat(LibBpf.load(null).mountTracefs()).isTrue();
        assertThat(LibBpf.load(null).mountTracefs()).isTrue();
        assertThat(mounted()).isEqualTo(before);
    }

    private static List<String> mounted() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .filter(each -> each.contains(" tracefs "))
                .toList();
    }
}
