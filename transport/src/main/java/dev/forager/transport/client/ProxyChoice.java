// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static dev.forager.pipeline.config.Validation.require;

import com.linecorp.armeria.client.proxy.ProxyConfig;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a client goes through: the configured one, or as Go's {@code
 * golang.org/x/net/http/httpproxy} finds it in the environment. HTTP proxies are asked for a tunnel
 * (CONNECT), but where {@link PlainProxy} says so.
 */
final class ProxyChoice {
    private ProxyChoice() {}

    /**
     * Refuses a value of {@code proxy_url}; the text does not repeat the URL, which may hold a
     * password.
     */
    static void check(String url) {
        require(
                proxy(url) != null,
                "proxy_url",
                "invalid URI for request (expected: http://, https://, socks5:// or socks5h:// with host)");
    }

    /** The proxy for a target; direct where there is none. */
    static ProxyConfig of(
            String configured,
            boolean isTls,
            String host,
            int port,
            Map<String, String> environment) {
        String url = configured;
        if (url.isEmpty() && isWanted(host, port, either(environment, "NO_PROXY"))) {
            url = either(environment, isTls ? "HTTPS_PROXY" : "HTTP_PROXY");
            // Without a scheme it is http, as Go reads it.
            url = url.isEmpty() || url.contains("://") ? url : "http://" + url;
        }
        ProxyConfig proxy = url.isEmpty() ? null : proxy(url);
        return proxy == null ? ProxyConfig.direct() : proxy;
    }

    private static String either(Map<String, String> environment, String name) {
        String upper = environment.getOrDefault(name, "");
        return upper.isEmpty()
                ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "")
                : upper;
    }

    private static @Nullable ProxyConfig proxy(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
        if (url.getHost() == null || url.getScheme() == null) {
            return null;
        }
        String[] user = url.getUserInfo() == null ? null : url.getUserInfo().split(":", 2);
        String password = user == null || user.length < 2 ? "" : user[1];
        return switch (url.getScheme().toLowerCase(Locale.ROOT)) {
            case "http" -> connect(address(url, 80), user, password, false);
            case "https" -> connect(address(url, 443), user, password, true);
            case "socks5", "socks5h" ->
                    user == null
                            ? ProxyConfig.socks5(address(url, 1080))
                            : ProxyConfig.socks5(address(url, 1080), user[0], password);
            default -> null;
        };
    }

    private static ProxyConfig connect(
            InetSocketAddress address, String @Nullable [] user, String password, boolean isTls) {
        return user == null
                ? ProxyConfig.connect(address, isTls)
                : ProxyConfig.connect(address, user[0], password, isTls);
    }

    private static InetSocketAddress address(URI url, int defaultPort) {
        String host = url.getHost();
        int port = url.getPort() >= 0 ? url.getPort() : defaultPort;
        return NetUtil.isValidIpV4Address(host) || host.startsWith("[")
                ? new InetSocketAddress(host, port)
                : InetSocketAddress.createUnresolved(host, port);
    }

    private static boolean isWanted(String host, int port, String exceptions) {
        if (host.equals("localhost") || isLoopback(host)) {
            return false;
        }
        return Arrays.stream(exceptions.split(","))
                .map(rule -> rule.strip().toLowerCase(Locale.ROOT))
                .noneMatch(rule -> matches(rule, host.toLowerCase(Locale.ROOT), port));
    }

    private static boolean isLoopback(String host) {
        return host.equals("::1") || (NetUtil.isValidIpV4Address(host) && host.startsWith("127."));
    }

    /**
     * {@code *}, an address, a network, a domain with its hosts, {@code .domain} for hosts only.
     */
    private static boolean matches(String rule, String host, int port) {
        if (rule.isEmpty() || rule.equals("*")) {
            return !rule.isEmpty();
        }
        if (rule.contains("/")) {
            return Network.contains(rule, host);
        }
        String name = rule;
        int colon = rule.lastIndexOf(':');
        if (colon > 0 && colon == rule.indexOf(':')) {
            if (!rule.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = rule.substring(0, colon);
        }
        name = name.startsWith("*.") ? name.substring(1) : name;
        return name.startsWith(".")
                ? host.endsWith(name)
                : host.equals(name) || host.endsWith("." + name);
    }

    /** Networks in CIDR form. */
    private static final class Network {
        static boolean contains(String cidr, String host) {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
            int slash = cidr.indexOf('/');
            byte[] network = NetUtil.createByteArrayFromIpAddressString(cidr.substring(0, slash));
            if (address == null || network == null || address.length != network.length) {
                return false;
            }
            try {
                return equalBits(address, network, Integer.parseInt(cidr.substring(slash + 1)));
            } catch (NumberFormatException e) {
                return false;
            }
        }

        private static boolean equalBits(byte[] one, byte[] other, int bits) {
            for (int bit = 0; bit < Math.min(bits, one.length * 8); bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((one[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
