// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
    @Test
    void whatIsHidden_isShown() {
        assertThat(VisibleText.of("a\u001b[2Jb\nc\td\u0000\u202e\u007f\u0085"))
                .isEqualTo("a\\x1b[2Jb\\nc\\td\\x00\\u202e\\x7f\\x85");
    }

    @Test
    void otherText_staysAsItIs() {
        String text = "ümläut 漢字 \uD83D\uDE00 \uFFFD";
        assertThat(VisibleText.of(text)).isSameAs(text);
    }
}
