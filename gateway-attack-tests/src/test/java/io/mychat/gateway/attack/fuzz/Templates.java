package io.mychat.gateway.attack.fuzz;

import io.mychat.gateway.test.LiveGateway;
import java.util.List;
import java.util.Random;

/** Messages and HTTP bodies as good clients send them: what mutation begins with. */
final class Templates {

    private static final List<String> MESSAGES = List.of(
            "{\"cmd_id\":1001,\"platform\":\"web\",\"data\":\"{\\\"username\\\":\\\"alice\\\",\\\"password\\\":\\\""
                    + LiveGateway.PASSWORD + "\\\",\\\"device_id\\\":\\\"d1\\\"}\",\"request_id\":\"1\"}",
            "{\"cmd_id\":1001,\"platform\":\"ios\",\"data\":{\"username\":\"bob\",\"password\":\"wrong\"}}",
            "{\"cmd_id\":1001,\"platform\":\"desktop\",\"data\":{\"username\":\"bob\",\"password\":\""
                    + LiveGateway.PASSWORD + "\",\"resume\":{\"epoch\":\"e\",\"last_seq\":17}}}",
            "{\"cmd_id\":1002,\"data\":\"{\\\"token\\\":\\\"eyJhbGciOiJIUzI1NiJ9.e30.AAAA\\\"}\",\"request_id\":77}",
            "{\"cmd_id\":1003}",
            "{\"cmd_id\":1004,\"data\":{},\"timestamp\":\"2025-01-08T10:30:00Z\"}",
            "{\"cmd_id\":1005,\"data\":{\"platform\":\"ios\",\"device_id\":\"d1\"}}",
            "{\"cmd_id\":2001,\"session_id\":\"s-1\",\"user_id\":\"alice\",\"data\":\"{\\\"to_user\\\":\\\"bob\\\","
                    + "\\\"content\\\":\\\"hi\\\"}\",\"request_id\":\"42\"}",
            "{\"cmd_id\":2001,\"data\":{\"to_user\":\"小明\",\"content\":\"你好 😀 \\ud83d\\ude00\",\"client_msg_id\":\"c1\"}}",
            "{\"cmd_id\":2002,\"data\":{\"chat_id\":\"dm:alice:bob\",\"limit\":50,\"before\":\"m1\"}}",
            "{\"cmd_id\":2004,\"data\":{\"inbox_seq\":3}}",
            "{\"cmd_id\":3001,\"request_id\":9007199254740993}",
            "{\"cmd_id\":3001,\"data\":null,\"extra\":[1,-2.5e3,true,false,null,{\"a\":[[]]}]}",
            "{\"cmd_id\":4294967295,\"data\":\"[]\"}",
            "  {\n\t\"cmd_id\" : 5001 , \"data\" : \"\\u0000\\b\\f\\n\\r\\t\\/\\\\\" }  ");

    private static final List<String> BODIES = List.of(
            "{\"username\":\"alice\",\"password\":\"" + LiveGateway.PASSWORD + "\",\"platform\":\"web\"}",
            "{\"username\":\"bob\",\"password\":\"wrong\",\"platform\":\"ios\",\"device_id\":\"d-1\"}",
            "{\"refresh_token\":\"0123456789abcdef0123456789abcdef\"}",
            "{\"user_id\":\"alice\",\"device_id\":\"d\",\"platform\":\"web\",\"message\":{\"a\":[1,2,{\"b\":null}]}}",
            "{\"config_type\":\"router_config\",\"config_path\":\"../secret.json\"}",
            "{}");

    private Templates() {}

    static String message(Random random) {
        return MESSAGES.get(random.nextInt(MESSAGES.size()));
    }

    static String body(Random random) {
        return BODIES.get(random.nextInt(BODIES.size()));
    }
}
