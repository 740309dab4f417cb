// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import dev.forager.ottl.RequestInfo;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.IpAddresses;
import java.util.ArrayList;
import java.util.List;

/**
 * The request behind a context, as OTTL sees it. Immutable.
 *
 * @param client who sent it
 */
record ClientRequest(ClientInfo client) implements RequestInfo {
    static ClientRequest of(Context context) {
        return new ClientRequest(context.client());
    }

    @Override
    public String address() {
        return IpAddresses.host(client.address());
    }

    @Override
    public Value.MapV authAttributes() {
        List<KeyValue> entries = new ArrayList<>();
        client.auth()
                .attributes()
                .forEach((name, value) -> entries.add(KeyValue.of(name, Value.of(value))));
        return Value.MapV.of(entries);
    }

    @Override
    public Value.MapV metadata() {
        List<KeyValue> entries = new ArrayList<>();
        for (String name : client.metadata().keys()) {
            List<Value> values =
                    client.metadata().get(name).stream().<Value>map(Value::of).toList();
            entries.add(KeyValue.of(name, Value.Arr.of(values)));
        }
        return Value.MapV.of(entries);
    }
}
