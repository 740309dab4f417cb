// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Secret;
import java.util.List;
import java.util.Map;

/** What is between a client and its servers: Prometheus' {@code proxy_config}. */
public record PromProxy(
        @Doc("Proxy to go through.") @Default("''") String proxyUrl,
        @Doc("Hosts and networks that need no proxy.") @Default("''") String noProxy,
        @Doc("Whether HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment count.")
                @Default("false")
                boolean proxyFromEnvironment,
        @Doc("Headers for the proxy; not supported.") @Default("{}")
                Map<String, List<Secret>> proxyConnectHeader) {
    /** No proxy. */
    public static final PromProxy NONE = new PromProxy("", "", false, Map.of());

    public PromProxy {
        require(
                !proxyFromEnvironment || proxyUrl.isEmpty(),
                "if proxy_from_environment is configured, proxy_url must not be configured");
        require(
                !proxyFromEnvironment || noProxy.isEmpty(),
                "if proxy_from_environment is configured, no_proxy must not be configured");
        require(
                noProxy.isEmpty() || !proxyUrl.isEmpty(),
                "if no_proxy is configured, proxy_url must also be configured");
        require(
                proxyConnectHeader.isEmpty(),
                "proxy_connect_header",
                "is not supported yet (expected: user and password in proxy_url)");
    }
}
