// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import java.util.List;
import java.util.Locale;

/** Targets that the DNS names; Prometheus' {@code dns_sd_config}. */
public record DnsSdConfig(
        @Doc("Names to look up.") @Default("[]") List<String> names,
        @Doc("How often to look.") @Default("30s") PromDuration refreshInterval,
        @Doc("SRV, A, AAAA, MX or NS.") @Default("SRV") String type,
        @Doc("The port of targets, which only SRV records say.") @Default("0") @Min(0) @Max(65535)
                int port) {
    public DnsSdConfig {
        require(
                !names.isEmpty(),
                "names",
                "DNS-SD config must contain at least one SRV record name");
        type = type.toUpperCase(Locale.ROOT);
        require(
                List.of("SRV", "A", "AAAA", "MX", "NS").contains(type),
                "type",
                "invalid DNS-SD records type " + type);
        require(
                type.equals("SRV") || port != 0,
                "port",
                "a port is required in DNS-SD configs for all record types except SRV");
    }
}
