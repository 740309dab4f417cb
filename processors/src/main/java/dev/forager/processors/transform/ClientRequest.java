// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

import dev.forager.ottl.RequestInfo;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.IpAddresses;
import java.util.ArrayList;
import java.util.List;

/**
 * A client as the paths under {@code otelcol} show it.
 *
 * @param client who sent the request
 */
record ClientRequest(ClientInfo client) implements RequestInfo {
    @Override
    public String address() {
        return IpAddresses.host(client.address());
    }

    @Override
    public Value.MapV authAttributes() {
        List<KeyValue> entries = new ArrayList<>();
        client.auth()
                .attributes()
                .forEach((key, value) -> entries.add(KeyValue.of(key, Value.of(value))));
        return Value.MapV.of(entries);
    }

    @Override
    public Value.MapV metadata() {
        List<KeyValue> entries = new ArrayList<>();
        for (String key : client.metadata().keys()) {
            List<Value> values = client.metadata().get(key).stream().map(Value::of).toList();
            entries.add(KeyValue.of(key, Value.Arr.of(values)));
        }
        return Value.MapV.of(entries);
    }
}
