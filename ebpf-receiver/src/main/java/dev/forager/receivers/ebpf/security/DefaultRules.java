// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shipped rules, with their techniques of MITRE ATT&CK. What services of a host do every day
 * stands before the rule that warns of it.
 *
 * @see <a href="https://attack.mitre.org/matrices/enterprise/linux/">MITRE ATT&CK for Linux</a>
 */
final class DefaultRules {
    private static final String NAME = "process.executable.name";
    private static final String PATH = "process.executable.path";
    private static final String ARGUMENTS = "process.command_args";

    /** Shells, and interpreters that serve as one. */
    private static final String SHELLS =
            "(ba|da|a|z|k|mk|c|tc|fi)?sh|rbash|busybox|python[0-9.]*|perl[0-9.]*|ruby[0-9.]*|php[0-9.]*"
                    + "|node|lua[0-9.]*|awk|gawk|mawk|pwsh|socat|ncat";

    private static final String RUNTIMES =
            "runc(:\\[.*)?|crun|containerd.*|dockerd|conmon|podman|buildah|crio|kubelet|systemd.*"
                    + "|\\(.*\\)|lxc.*|bwrap|flatpak.*|snap.*";

    private static final String LOGIN =
            "sshd.*|login|su|sudo|doas|passwd|chage|useradd|usermod|userdel|chpasswd|unix_chkpwd|cron"
                    + "|crond|atd|polkit.*|gdm.*|lightdm|sddm.*|systemd.*|\\(systemd\\)|visudo|pwck|vipw"
                    + "|accounts-daemon";

    private static final List<RuleItem.Rule> RULES = new ArrayList<>();

    static {
        fileless();
        shells();
        privileges();
        kernel();
        containers();
        files();
        tools();
        network();
    }

    /** In order. */
    static final List<RuleItem.Rule> ALL = List.copyOf(RULES);

    private DefaultRules() {}

    private static void add(
            String name,
            String category,
            String technique,
            RuleSeverity severity,
            String description,
            Map<String, Object> match) {
        RULES.add(new RuleItem.Rule(name, category, technique, description, match, severity, null));
    }

    private static void fileless() {
        add(
                "container-runtime-memfd",
                "execution",
                "T1620",
                RuleSeverity.INFO,
                "A container runtime executes its sealed copy of itself.",
                Map.of("event", "memfd_exec", "ebpf.exec.file", "memfd:(runc_cloned|crun).*"));
        add(
                "memfd-exec",
                "defense-evasion",
                "T1620",
                RuleSeverity.ERROR,
                "A program was executed from memory: it has never been a file.",
                Map.of("event", "memfd_exec"));
        add(
                "deleted-exec",
                "defense-evasion",
                "T1070.004",
                RuleSeverity.WARN,
                "A program was executed whose file had been removed.",
                Map.of("event", "exec", "ebpf.exec.deleted", true));
        add(
                "temporary-exec",
                "execution",
                "T1059",
                RuleSeverity.WARN,
                "A program was executed from a folder that everybody may write to.",
                Map.of("event", "exec", PATH, "/(tmp|var/tmp|dev/shm)/.*"));
    }

    private static void shells() {
        add(
                "reverse-shell",
                "execution",
                "T1059.004",
                RuleSeverity.ERROR,
                "A shell or interpreter has a network connection as its standard streams.",
                Map.of("event", "reverse_shell", NAME, SHELLS));
        add(
                "socket-on-stdio",
                "execution",
                "T1059",
                RuleSeverity.WARN,
                "A program has a network connection as its standard streams.",
                Map.of("event", "reverse_shell"));
        add(
                "download-to-shell",
                "execution",
                "T1105",
                RuleSeverity.WARN,
                "What was downloaded goes straight into a shell.",
                Map.of(
                        "event",
                        "exec",
                        ARGUMENTS,
                        "(?s).*\\b(curl|wget|fetch)\\b.*\\|\\s*(sudo\\s+)?(\\S*/)?(ba|da|z|k)?sh\\b.*"));
    }

    private static void privileges() {
        add(
                "privileged-tool",
                "privilege-escalation",
                "T1548.003",
                RuleSeverity.INFO,
                "A well-known tool was executed with another user's rights.",
                Map.of(
                        "event",
                        "privilege_change",
                        "ebpf.privilege.operation",
                        "setuid_exec",
                        NAME,
                        "sudo|su|doas|mount|umount|passwd|chsh|chfn|newgrp|gpasswd|pkexec|ping[46]?|ntfs-3g"
                                + "|fusermount3?|new[ug]idmap|ssh-keysign|at|crontab|unix_chkpwd"));
        add(
                "setuid-exec",
                "privilege-escalation",
                "T1548.001",
                RuleSeverity.WARN,
                "A program was executed with another user's rights.",
                Map.of("event", "privilege_change", "ebpf.privilege.operation", "setuid_exec"));
        add(
                "login-privilege",
                "privilege-escalation",
                "T1548",
                RuleSeverity.INFO,
                "A login service asked for the rights of root.",
                Map.of("event", "privilege_change", NAME, LOGIN));
        add(
                "privilege-change",
                "privilege-escalation",
                "T1548",
                RuleSeverity.WARN,
                "A process that was not root asked for the rights of root.",
                Map.of("event", "privilege_change"));
        add(
                "traced-child",
                "defense-evasion",
                "T1055.008",
                RuleSeverity.INFO,
                "A process lets its parent trace it, as under a debugger.",
                Map.of("event", "ptrace", "ebpf.ptrace.request", "traceme"));
        add(
                "ptrace",
                "privilege-escalation",
                "T1055.008",
                RuleSeverity.WARN,
                "A process reached for the memory of another.",
                Map.of("event", "ptrace"));
    }

    private static void kernel() {
        add(
                "kernel-module",
                "persistence",
                "T1547.006",
                RuleSeverity.WARN,
                "A module was loaded into the kernel.",
                Map.of("event", "kernel_module"));
        add(
                "system-bpf",
                "defense-evasion",
                "T1014",
                RuleSeverity.INFO,
                "The system's manager loaded an eBPF program.",
                Map.of("event", "bpf_load", NAME, RUNTIMES));
        add(
                "bpf-load",
                "defense-evasion",
                "T1014",
                RuleSeverity.WARN,
                "An eBPF program was loaded into the kernel.",
                Map.of("event", "bpf_load"));
    }

    private static void containers() {
        add(
                "runtime-mount",
                "privilege-escalation",
                "T1611",
                RuleSeverity.DEBUG,
                "A container runtime or the system's manager mounted.",
                Map.of("event", "mount", NAME, RUNTIMES));
        add(
                "mount",
                "privilege-escalation",
                "T1611",
                RuleSeverity.WARN,
                "A file system was mounted.",
                Map.of("event", "mount"));
        add(
                "runtime-namespace",
                "privilege-escalation",
                "T1611",
                RuleSeverity.DEBUG,
                "A container runtime or the system's manager made or entered a namespace.",
                Map.of("event", "namespace", NAME, RUNTIMES));
        add(
                "namespace",
                "privilege-escalation",
                "T1611",
                RuleSeverity.WARN,
                "A namespace was made or entered.",
                Map.of("event", "namespace"));
    }

    private static void files() {
        add(
                "login-file",
                "credential-access",
                "T1003.008",
                RuleSeverity.DEBUG,
                "A login service opened a file of secrets.",
                Map.of("event", "sensitive_file", NAME, LOGIN));
        add(
                "sensitive-file",
                "credential-access",
                "T1003.008",
                RuleSeverity.WARN,
                "A file of secrets was opened.",
                Map.of("event", "sensitive_file"));
    }

    private static void tools() {
        add(
                "network-tool",
                "command-and-control",
                "T1095",
                RuleSeverity.WARN,
                "A tool for raw connections or scans was executed.",
                Map.of(
                        "event",
                        "exec",
                        NAME,
                        "nc(\\.\\w+)?|ncat|netcat|socat|nmap|masscan|zmap|hping3?|chisel|frpc"));
        add(
                "miner",
                "impact",
                "T1496",
                RuleSeverity.ERROR,
                "A miner of crypto currency was executed.",
                Map.of("event", "exec", NAME, "xmrig.*|minerd|cpuminer.*|ethminer|t-rex|nbminer"));
        add(
                "account-change",
                "persistence",
                "T1136.001",
                RuleSeverity.WARN,
                "An account was made or changed.",
                Map.of("event", "exec", NAME, "useradd|adduser|usermod|groupadd|chpasswd"));
        add(
                "scheduled-task",
                "persistence",
                "T1053.003",
                RuleSeverity.WARN,
                "A table of scheduled tasks was edited.",
                Map.of("event", "exec", NAME, "crontab|at|batch"));
    }

    private static void network() {
        add(
                "shell-connect",
                "command-and-control",
                "T1071",
                RuleSeverity.WARN,
                "A shell connected out by itself.",
                Map.of(
                        "event",
                        "outbound_connect",
                        NAME,
                        "(ba|da|a|z|k|mk|c|tc|fi)?sh|rbash|nc(\\.\\w+)?|ncat|netcat|socat"));
        add(
                "outbound-connect",
                "command-and-control",
                "T1071",
                RuleSeverity.INFO,
                "A process connected out.",
                Map.of("event", "outbound_connect"));
    }
}
