// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The cookies of one server, in memory. Thread-safe. */
final class CookieStore {
    /** Beyond, cookies are no longer taken: a server must not fill our memory. Chosen. */
    private static final int MAX_COOKIES = 50;

    private final CookieManager cookies =
            new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);
    private final URI uri;

    CookieStore(HttpTarget target) {
        uri = URI.create(target.toString());
    }

    void keep(ResponseHeaders answer) {
        List<String> set = answer.getAll(HttpHeaderNames.SET_COOKIE);
        if (!set.isEmpty() && cookies.getCookieStore().getCookies().size() < MAX_COOKIES) {
            try {
                cookies.put(uri, Map.of("Set-Cookie", set));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // the store in memory does no IO
            }
        }
    }

    void addTo(RequestHeadersBuilder request) {
        try {
            List<String> values = cookies.get(uri, Map.of()).getOrDefault("Cookie", List.of());
            if (!values.isEmpty()) {
                request.set(HttpHeaderNames.COOKIE, String.join("; ", values));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the store in memory does no IO
        }
    }
}
