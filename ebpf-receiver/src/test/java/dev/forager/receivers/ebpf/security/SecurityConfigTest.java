// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SecurityConfigTest {
    private static final EbpfReceiverFactory FACTORY = new EbpfReceiverFactory();

    private static SecurityConfig bound(String security) {
        return Objects.requireNonNull(
                assertThatConfig(FACTORY, "probes: {security: {%s}}".formatted(security))
                        .binds()
                        .probes()
                        .security());
    }

    private static void fails(String security, String... texts) {
        assertThatConfig(FACTORY, "probes: {security: {%s}}".formatted(security)).failsWith(texts);
    }

    @Test
    void rules_areRead() {
        SecurityConfig config =
                bound(
                        "rules: [{name: forbidden-tool, category: execution, match: {event: exec,"
                                + " process.executable.path: [\".*/nc\", \"a{1,2}\"]}, severity: ERROR,"
                                + " suppress: 5s}, default]");
        assertThat(config.rules()).hasSize(2);
        RuleItem.Rule rule = (RuleItem.Rule) config.rules().getFirst();
        assertThat(rule.severity()).isEqualTo(RuleSeverity.ERROR);
        assertThat(rule.suppress()).isEqualTo(Duration.ofSeconds(5));
        assertThat(rule.match().get("process.executable.path"))
                .isEqualTo(List.of(".*/nc", "a{1,2}"));
    }

    @Test
    void mistakes_areNamedWithWhatWasMeant() {
        fails(
                "rules: [{name: a, match: {proces.pid: 1}}]",
                "proces.pid: unknown key (did you mean \"process.pid\"?)");
        fails(
                "rules: [{name: a, match: {event: exce}}]",
                "unknown event \"exce\" (did you mean \"exec\"?)");
        fails(
                "rules: [{name: a, match: {process.pid: \"(\"}}]",
                "process.pid: \"(\" (expected: an RE2 expression;");
        fails("rules: [defualt]", "unknown set of rules \"defualt\" (did you mean \"default\"?)");
        fails("rules: [{name: a, match: {}}]", "match: empty (expected: at least one attribute)");
        fails("files: [etc/shadow]", "\"etc/shadow\" (expected: an absolute path of less than 64");
        fails("files: [etc/shadow, /etc/hosts, tmp]", "files[0]", "files[2]");
    }

    @Test
    void aFile_isItselfAndAFolderIsWhatIsInIt() {
        assertThat(SecuritySettings.prefix("/a")).startsWith(24, 0, 0, 0, '/', 'a', 0).hasSize(68);
        assertThat(SecuritySettings.prefix("/a/")).startsWith(24, 0, 0, 0, '/', 'a', '/');
    }
}
