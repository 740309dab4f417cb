// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretWordsTest {
    private static String redact(String... words) {
        return String.join(" ", SecretWords.redact(List.of(words)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "app --password hunter2 -v | app --password [REDACTED] -v",
                "app --password=hunter2 | app --password=[REDACTED]",
                "app DB_PASSWORD=hunter2 x | app DB_PASSWORD=[REDACTED] x",
                "app --api-key k1 | app --api-key [REDACTED]",
                "app -token k1 y | app -token [REDACTED] y",
                "mysql -uroot -phunter2 db | mysql -uroot -p[REDACTED] db",
                "sshpass -p hunter2 ssh h | sshpass -p [REDACTED] ssh h",
                "curl -u joe:pw https://h/ | curl -u [REDACTED] https://h/",
                "psql postgres://joe:pw@h/db | psql postgres://joe:[REDACTED]@h/db",
                "x AKIAIOSFODNN7EXAMPLE | x [REDACTED]",
                "x ghp_abcdefghijklmnopqrstuvwxyz0123 | x [REDACTED]",
                "x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.c2ln | x [REDACTED]",
                "docker run -p 80:80 nginx | docker run -p 80:80 nginx",
                "docker login -u joe -p hunter2 | docker login -u joe -p [REDACTED]",
                "docker login -phunter2 h | docker login -p[REDACTED] h",
                "podman login -p hunter2 h | podman login -p [REDACTED] h",
                "sshpass -phunter2 ssh h | sshpass -p[REDACTED] ssh h",
                "redis-cli -a hunter2 ping | redis-cli -a [REDACTED] ping",
                "redis-cli --pass hunter2 ping | redis-cli --pass [REDACTED] ping",
                "redis-cli CONFIG SET requirepass hunter2 | redis-cli CONFIG SET requirepass [REDACTED]",
                "env PGPASSWORD=hunter2 psql | env PGPASSWORD=[REDACTED] psql",
                "git clone https://joe:tok@h/r.git | git clone https://joe:[REDACTED]@h/r.git",
                "openssl rsa -in k.pem -passin pass:hunter2 | openssl rsa -in k.pem -passin pass:[REDACTED]",
                "openssl enc -k hunter2 -in f | openssl enc -k [REDACTED] -in f",
                "htpasswd -bc file joe hunter2 | htpasswd -bc file joe [REDACTED]",
                "vault login hvs.x | vault login [REDACTED]",
                "vault login -method=userpass username=joe password=x"
                        + " | vault login -method=userpass username=joe password=[REDACTED]",
                "vault kv put kv/db user=joe pin=1 | vault kv put kv/db user=[REDACTED] pin=[REDACTED]",
                "helm install x c --set x.password=hunter2 | helm install x c --set x.password=[REDACTED]",
                "kubectl create secret generic x --from-literal=password=p --from-literal pin=1"
                        + " | kubectl create secret generic x --from-literal=password=[REDACTED]"
                        + " --from-literal pin=[REDACTED]",
                "aws configure set aws_secret_access_key hunter2 --profile x"
                        + " | aws configure set aws_secret_access_key [REDACTED] --profile [REDACTED]",
                "npm config set //h/:_authToken hunter2 | npm config set //h/:_authToken [REDACTED]",
                "git config --global gh.token hunter2 | git config --global gh.token [REDACTED]",
                "consul kv put db/password hunter2 | consul kv put db/password [REDACTED]",
                "app db_password hunter2 | app db_password [REDACTED]",
                "app api_key hunter2 | app api_key [REDACTED]",
                "ls -la /etc/passwd | ls -la /etc/passwd",
                "tail -f /var/log/auth.log | tail -f /var/log/auth.log",
            })
    void commandLines(String given, String expected) {
        assertThat(redact(given.split(" "))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grep -r api_key src",
                "sudo grep password /etc/app.conf",
                "kubectl set image deploy/token-server web=img:2",
                "kubectl get secret db -o yaml",
                "kubectl create configmap x --from-literal=mode=fast",
                "vault token lookup",
                "vault kv get secret/db",
                "git config --global credential.helper store",
                "git config user.name joe",
                "aws configure set region eu-west-1",
                "redis-cli -h db GET session",
                "openssl req -key k.pem -keyout o.pem",
                "htpasswd -D file joe",
                "docker secret ls",
                "npm config set registry https://h/",
                "etcdctl put /app/mode fast",
            })
    void innocentCommands_stayAsTheyAre(String given) {
        assertThat(redact(given.split(" "))).isEqualTo(given);
    }

    @Test
    void headersAndScripts_areOneArgument() {
        assertThat(redact("curl", "-H", "Authorization: Bearer abcdefgh123"))
                .isEqualTo("curl -H Authorization: Bearer [REDACTED]");
        assertThat(redact("curl", "-H", "Authorization: ApiKey abc def", "https://h/"))
                .isEqualTo("curl -H Authorization: [REDACTED] https://h/");
        assertThat(redact("curl", "-H", "Cookie: a=b; c=d"))
                .isEqualTo("curl -H Cookie: [REDACTED]");
        assertThat(redact("sh", "-c", "aws configure set aws_secret_access_key 'a b' && ls"))
                .isEqualTo("sh -c aws configure set aws_secret_access_key [REDACTED] && ls");
        assertThat(redact("curl", "-d", "{\"password\":\"a b\",\"x\":1}"))
                .isEqualTo("curl -d {\"password\":[REDACTED],\"x\":1}");
        assertThat(redact("sh", "-c", "TOKEN=abc run --secret 'x y' && echo done"))
                .isEqualTo("sh -c TOKEN=[REDACTED] run --secret [REDACTED] && echo done");
        assertThat(redact("x", "-----BEGIN RSA PRIVATE KEY-----\nMII")).isEqualTo("x [REDACTED]");
    }

    @Test
    void aSecretThatIsMissing_breaksNothing() {
        assertThat(redact("app", "--password")).isEqualTo("app --password");
        assertThat(SecretWords.redact(List.of())).isEmpty();
    }
}
