// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExecLayoutTest {
    private static final byte[] ADDRESS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1, 0x50, 0, 2, 0
    };

    private static EventBytes event() throws Exception {
        return new EventBytes("core", "exec_event")
                .head("tgid", 4, 42)
                .head("start_boottime", 8, 1_234_567_890_123L)
                .head("uid", 4, 1000)
                .comm("x\u001b".getBytes(UTF_8))
                .put("path", 256, "/bin/tool".getBytes(UTF_8))
                .put("path_length", 2, 9)
                .put("arguments", 1024, "tool\0--token\0s\0\u00ff\n".getBytes(ISO_8859_1))
                .put("arguments_length", 2, 17)
                .put("effective_uid", 4, 0)
                .put("stdio", 24, ADDRESS)
                .put("stdio_mask", 4, 7)
                .put("flags", 4, 5);
    }

    @Test
    void fields_areRead() throws Exception {
        EventBytes bytes = event();
        ExecEvent read =
                new ExecLayout(bytes.btf(), ArgumentPolicy.REDACTED).read(bytes.cut(bytes.size()));
        assertThat(read.origin().key()).isEqualTo(new ProcessKey(42, 123_456));
        assertThat(read.origin().comm()).isEqualTo("x\\x1b");
        assertThat(read.origin().uid()).isEqualTo(1000);
        assertThat(read.path()).isEqualTo("/bin/tool");
        assertThat(read.arguments()).containsExactly("tool", "--token", "[REDACTED]", "\uFFFD\\n");
        assertThat(read.effectiveUid()).isZero();
        assertThat(read.isMemfd()).isTrue();
        assertThat(read.isCut()).isTrue();
        assertThat(read.isDeleted()).isFalse();
        assertThat(read.stdio()).isEqualTo(new Peer("10.0.0.1", 80, true));
    }

    @Test
    void pathFromTheWorkingFolder_isWhole_whereTheKernelNamesTheFolder() throws Exception {
        EventBytes bytes =
                event().put("path", 256, "./x".getBytes(UTF_8))
                        .put("path_length", 2, 3)
                        .put("folder", 320, "b\0a b\0".getBytes(UTF_8))
                        .put("folder_length", 4, 6);
        var layout = new ExecLayout(bytes.btf(), ArgumentPolicy.NONE);
        assertThat(layout.read(bytes.put("flags", 4, 16).cut(bytes.size())).path())
                .isEqualTo("/a b/b/x");
        assertThat(layout.read(bytes.put("flags", 4, 0).cut(bytes.size())).path()).isEqualTo("./x");
        bytes.put("flags", 4, 16).put("folder_length", 4, 0);
        assertThat(layout.read(bytes.cut(bytes.size())).path()).isEqualTo("/x");
    }

    @Test
    void lengthsBeyondTheEvent_areCut() throws Exception {
        EventBytes bytes = event().put("arguments_length", 2, 0xffff).put("path_length", 2, 0xffff);
        ExecEvent read =
                new ExecLayout(bytes.btf(), ArgumentPolicy.NONE).read(bytes.cut(bytes.size()));
        assertThat(read.path()).isEqualTo("/bin/tool");
        assertThat(read.arguments()).isEmpty();
    }

    @Test
    void noise_isReadAsVisibleText() throws Exception {
        var random = new Random(31);
        EventBytes bytes = event();
        var layout = new ExecLayout(bytes.btf(), ArgumentPolicy.FULL);
        for (int i = 0; i < 500; i++) {
            ExecEvent read = layout.read(bytes.noise(random).cut(bytes.size()));
            List<String> texts = new ArrayList<>(read.arguments());
            texts.add(read.path());
            texts.add(read.origin().comm());
            assertThat(texts).allSatisfy(text -> assertThat(VisibleText.of(text)).isEqualTo(text));
        }
    }

    @Test
    void everyCut_isRefused() throws Exception {
        EventBytes bytes = event();
        var layout = new ExecLayout(bytes.btf(), ArgumentPolicy.FULL);
        int needed = bytes.btf().struct("exec_event").offset("arguments", 1024) + 17;
        Untrusted.assertCutsAreRefused(needed, length -> layout.read(bytes.cut(length)));
    }
}
