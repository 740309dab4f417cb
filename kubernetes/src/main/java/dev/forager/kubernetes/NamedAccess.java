// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import dev.forager.transport.TlsMaterial;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * The way to a server that the user names.
 *
 * @param log told of TLS files that become unusable
 */
record NamedAccess(ApiServer server, Logger log) implements Access {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    @Override
    public ApiConnection connect() throws IOException {
        TlsMaterial tls = TlsMaterial.forClient(server.tls(), log);
        Config config = ClusterAccess.base().withMasterUrl(server.address().toString()).build();
        return new ApiConnection(proxied(ClusterAccess.finished(config)), tls, server.headers());
    }

    /** No empty one, which every host would end with. */
    private String[] except() {
        return COMMA.splitAsStream(server.proxy().except())
                .filter(host -> !host.isEmpty())
                .toArray(String[]::new);
    }

    private Config proxied(Config direct) {
        String proxy = server.proxy().url();
        return proxy.isEmpty()
                ? direct
                : new ConfigBuilder(direct)
                        .withAutoConfigure(false)
                        .withHttpProxy(proxy)
                        .withHttpsProxy(proxy)
                        .withNoProxy(except())
                        .build();
    }

    @Override
    public RateLimit rateLimit() {
        return KubernetesConfig.serviceAccount().rateLimit();
    }
}
