// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens without libbpf; needs none. */
class LibBpfTest {
    @Test
    void load_withoutTheLibrary_saysWhatToInstall() {
        assertThatThrownBy(() -> LibBpf.load(Path.of("/nowhere/libbpf.so.1")))
                .isInstanceOf(BpfException.class)
                .hasMessage(
                        "/nowhere/libbpf.so.1 not found: apt install libbpf1 / set runtime.libbpf");
    }

    @Test
    void load_ofAFileThatIsNoLibrary_saysSo(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("libbpf.so.1"), "none");
        assertThatThrownBy(() -> LibBpf.load(text))
                .isInstanceOf(BpfException.class)
                .hasMessageContaining("libbpf.so.1 is no library of this machine's kind: apt");
    }

    @Test
    void load_ofAnotherLibrary_saysWhatIsExpected() {
        Path any = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
        assertThatThrownBy(() -> LibBpf.load(any))
                .isInstanceOf(BpfException.class)
                .hasMessageContaining("no libbpf of version 1.0 or later")
                .hasMessageContaining("apt install libbpf1");
    }
}
