// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import java.net.URI;
import java.net.URISyntaxException;

/** Targets that a server names; Prometheus' {@code http_sd_config}. */
public record HttpSdConfig(
        @Doc("Where to ask.") @Default("''") String url,
        @Doc("How often to ask.") @Default("1m") PromDuration refreshInterval,
        @Inline HttpConfig http) {
    public HttpSdConfig {
        require(!url.isEmpty(), "url", "URL is missing");
        String scheme;
        String host;
        try {
            URI uri = new URI(url);
            scheme = uri.getScheme();
            host = uri.getRawAuthority();
        } catch (URISyntaxException e) {
            scheme = null;
            host = null;
        }
        require(
                "http".equals(scheme) || "https".equals(scheme),
                "url",
                "URL scheme must be 'http' or 'https'");
        require(host != null && !host.isEmpty(), "url", "host is missing in URL");
    }
}
